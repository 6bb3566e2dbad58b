package dev.steward.application.portfolio.imports;

import dev.steward.application.portfolio.imports.Draft.Read;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.ScoreFormula;
import dev.steward.domain.portfolio.ScoreInputs;
import dev.steward.domain.portfolio.WeekKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A whole file in the domain's terms, before anything is stored. */
record SourceData(
        PortfolioManagerFile file,
        List<Read<Draft.OfProject>> projects,
        List<Read<Draft.OfMilestone>> milestones,
        List<Read<Draft.OfSession>> sessions,
        List<Read<Draft.OfScore>> scores,
        List<Read<Draft.OfReview>> reviews,
        List<Read<Draft.None>> migrations,
        Map<SessionsOf, Map<ProgressStatus, Integer>> sessionCounts,
        Map<String, Map<ProgressStatus, Integer>> milestoneCounts) {

    record SessionsOf(String projectKey, WeekKey week) {
    }

    static SourceData of(PortfolioManagerFile file) {
        SourceData data = new SourceData(file,
                read(file.projects(), Draft::project),
                read(file.milestones(), Draft::milestone),
                read(file.sessions(), Draft::session),
                read(file.scores(), Draft::score),
                read(file.reviews(), Draft::review),
                read(file.migrations(), row -> new Draft.None()),
                new HashMap<>(), new HashMap<>());
        data.count();
        return data;
    }

    private static <D extends Draft> List<Read<D>> read(List<RawRow> rows, Function<RowReader, D> reading) {
        return rows.stream().map(row -> Read.of(row, reading)).toList();
    }

    private void count() {
        for (Read<Draft.OfSession> read : sessions) {
            if (read.draft() != null) {
                SessionsOf sessions = new SessionsOf(read.draft().projectKey(), WeekKey.of(read.draft().scheduledDate()));
                sessionCounts.computeIfAbsent(sessions, key -> new HashMap<>()).merge(read.draft().progress().status(), 1, Integer::sum);
            }
        }
        for (Read<Draft.OfMilestone> read : milestones) {
            if (read.draft() != null) {
                milestoneCounts.computeIfAbsent(read.draft().projectKey(), key -> new HashMap<>()).merge(read.draft().progress().status(), 1, Integer::sum);
            }
        }
    }

    /** What the source's formula counts for a project's week, by the rows as they are now: how they were then, nobody knows. */
    ScoreInputs inputs(Draft.OfScore score) {
        return ScoreFormula.ONE.inputs(
                sessionCounts.getOrDefault(new SessionsOf(score.projectKey(), score.week()), Map.of()),
                milestoneCounts.getOrDefault(score.projectKey(), Map.of()));
    }
}
