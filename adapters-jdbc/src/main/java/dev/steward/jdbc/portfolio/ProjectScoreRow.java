package dev.steward.jdbc.portfolio;

import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.portfolio.ProjectScore;
import dev.steward.domain.portfolio.Score;
import dev.steward.domain.portfolio.ScoreFormula;
import dev.steward.domain.portfolio.ScoreInputs;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code project_score}. */
@MappedEntity("project_score")
public record ProjectScoreRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        String weekKey,
        String weekStart,
        int score,
        String status,
        int computedScore,
        String inputs,
        boolean isManualOverride,
        String overrideReason,
        int formulaVersion) {

    static ProjectScoreRow from(ProjectScore score, RowKey key) {
        return new ProjectScoreRow(key, score.version(), score.meta().createdAt(), score.meta().updatedAt(), score.projectId().value(),
                score.weekKey().toString(), score.weekKey().monday().toString(), score.score().value(), score.color().word(),
                score.computedScore().value(), json(score.inputs()), score.isManualOverride(), score.overrideReason(),
                score.formula().version());
    }

    ProjectScore toProjectScore() {
        return new ProjectScore(key.meta(version, createdAt, updatedAt), new Id<>(projectId), WeekKey.parse("week_key", weekKey),
                new Score(computedScore), inputs(inputs), ScoreFormula.of(formulaVersion),
                isManualOverride ? new ProjectScore.Details(score, overrideReason) : null);
    }

    private static String json(ScoreInputs inputs) {
        return JsonText.write(Json.obj("planned", Json.of(inputs.planned()))
                .with("done", Json.of(inputs.done()))
                .with("milestones", Json.of(inputs.milestones()))
                .with("milestones_done", Json.of(inputs.milestonesDone())));
    }

    private static ScoreInputs inputs(String json) {
        Json.Obj inputs = JsonText.storedObject(json);
        return new ScoreInputs(JsonText.integer(inputs, "planned"), JsonText.integer(inputs, "done"),
                JsonText.integer(inputs, "milestones"), JsonText.integer(inputs, "milestones_done"));
    }
}
