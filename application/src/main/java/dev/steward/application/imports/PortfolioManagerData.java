package dev.steward.application.imports;

import dev.steward.application.imports.Draft.Read;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.ScoreFormula;
import dev.steward.domain.portfolio.ScoreInputs;
import dev.steward.domain.portfolio.WeekKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A whole file in the domain's terms, before anything is stored. */
record PortfolioManagerData(
        PortfolioManagerFile file,
        List<Read<PortfolioManagerDraft.OfProject>> projects,
        List<Read<PortfolioManagerDraft.OfMilestone>> milestones,
        List<Read<PortfolioManagerDraft.OfSession>> sessions,
        List<Read<PortfolioManagerDraft.OfScore>> scores,
        List<Read<PortfolioManagerDraft.OfReview>> reviews,
        List<Read<Draft.None>> migrations,
        Map<SessionsOf, Map<ProgressStatus, Integer>> sessionCounts,
        Map<String, Map<ProgressStatus, Integer>> milestoneCounts) {

    record SessionsOf(String projectKey, WeekKey week) {
    }

    static PortfolioManagerData of(PortfolioManagerFile file) {
        PortfolioManagerData data = new PortfolioManagerData(file,
                read(file.projects(), PortfolioManagerDraft::project),
                read(file.milestones(), PortfolioManagerDraft::milestone),
                read(file.sessions(), PortfolioManagerDraft::session),
                read(file.scores(), PortfolioManagerDraft::score),
                read(file.reviews(), PortfolioManagerDraft::review),
                read(file.migrations(), row -> new Draft.None()),
                new HashMap<>(), new HashMap<>());
        data.count();
        return data;
    }

    private static <D extends Draft> List<Read<D>> read(List<RawRow> rows, Function<RowReader, D> reading) {
        return rows.stream().map(row -> Read.of(row, reading)).toList();
    }

    private void count() {
        for (Read<PortfolioManagerDraft.OfSession> read : sessions) {
            if (read.draft() != null) {
                SessionsOf sessions = new SessionsOf(read.draft().projectKey(), WeekKey.of(read.draft().scheduledDate()));
                sessionCounts.computeIfAbsent(sessions, key -> new HashMap<>()).merge(read.draft().progress().status(), 1, Integer::sum);
            }
        }
        for (Read<PortfolioManagerDraft.OfMilestone> read : milestones) {
            if (read.draft() != null) {
                milestoneCounts.computeIfAbsent(read.draft().projectKey(), key -> new HashMap<>()).merge(read.draft().progress().status(), 1, Integer::sum);
            }
        }
    }

    /** What the source's formula counts for a project's week, by the rows as they are now: how they were then, nobody knows. */
    ScoreInputs inputs(PortfolioManagerDraft.OfScore score) {
        return ScoreFormula.ONE.inputs(
                sessionCounts.getOrDefault(new SessionsOf(score.projectKey(), score.week()), Map.of()),
                milestoneCounts.getOrDefault(score.projectKey(), Map.of()));
    }
}
