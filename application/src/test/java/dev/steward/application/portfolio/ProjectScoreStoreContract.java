package dev.steward.application.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.Query;
import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.ProjectScore;
import dev.steward.domain.portfolio.Score;
import dev.steward.domain.portfolio.ScoreFormula;
import dev.steward.domain.portfolio.ScoreInputs;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

public interface ProjectScoreStoreContract extends StoreContract<ProjectScore> {

    @Override
    default Class<ProjectScoreStore> port() {
        return ProjectScoreStore.class;
    }

    @Override
    default ProjectScore sample(Id<Workspace> workspace) {
        return aScore(PortfolioSamples.project(database(), workspace).id(), new WeekKey(2026, 15));
    }

    @Override
    default ProjectScore changed(ProjectScore score) {
        return score.isManualOverride()
                ? score.liftOverride(TestDatabase.now())
                : score.override(TestDatabase.now(), new ProjectScore.Details(100, PortfolioSamples.FOREIGN));
    }

    @Override
    default List<ProjectScore> edges(Id<Workspace> workspace) {
        Id<Project> project = PortfolioSamples.project(database(), workspace).id();
        return List.of(
                ProjectScore.create(PortfolioSamples.meta(), project, new WeekKey(1, 1), ScoreFormula.ONE, new ScoreInputs(0, 0, 0, 0)),
                aScore(project, new WeekKey(2026, 9)),
                aScore(project, new WeekKey(2026, 10)),
                new ProjectScore(PortfolioSamples.meta(), project, new WeekKey(9999, 52), new Score(100),
                        new ScoreInputs(Integer.MAX_VALUE, Integer.MAX_VALUE, 1, 1), ScoreFormula.TWO,
                        new ProjectScore.Details(79, PortfolioSamples.text(2_000))));
    }

    @Override
    default Map<String, ProjectScore> taken(Id<Workspace> workspace, ProjectScore stored) {
        return Map.of("project_score_week_key_unique", aScore(stored.projectId(), stored.weekKey()));
    }

    @Override
    default List<List<Key<ProjectScore>>> orders() {
        return List.of(List.of(new Key<>("week_start", false, score -> score.weekKey().monday())),
                List.of(new Key<>("score", false, score -> score.score().value())));
    }

    @Test
    default void aScoreIsFoundByProjectAndWeek() {
        Id<Workspace> workspace = database().newWorkspace();
        ProjectScore score = insert(workspace);

        assertThat(lookUp(workspace, stores -> stores.of(ProjectScoreStore.class).find(score.projectId(), score.weekKey()))).contains(score);
        assertThat(lookUp(workspace, stores -> stores.of(ProjectScoreStore.class).find(score.projectId(), new WeekKey(2026, 16)))).isEmpty();
    }

    @Test
    default void theScoreThatCountsAndItsColorCanBeFilteredBy() {
        Id<Workspace> workspace = database().newWorkspace();
        ProjectScore score = insert(workspace);
        assertThat(list(workspace, Query.where("status", 10, score.color().word()))).containsExactly(score);

        ProjectScore manual = changed(score);
        database().write(workspace, stores -> stores.of(ProjectScoreStore.class).update(score, manual));
        assertThat(list(workspace, Query.where("status", 10, "green"))).containsExactly(manual);
        assertThat(list(workspace, Query.where("score", 10, 100))).containsExactly(manual);
        assertThat(list(workspace, Query.where("is_manual_override", 10, true))).containsExactly(manual);
    }

    private static ProjectScore aScore(Id<Project> project, WeekKey week) {
        return ProjectScore.create(PortfolioSamples.meta(), project, week, ScoreFormula.DEFAULT, new ScoreInputs(4, 3, 2, 1));
    }
}
