package dev.steward.domain.orchestration;

import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt of a check found. The latest attempt of each type counts.
 *
 * @param assignmentId whose work was checked, null for the run's as a whole
 * @param attempt 1, 2, 3 … of its type in its run
 * @param output of the program that checked: all of it, or its beginning and end around what was cut
 * @param outputCut how many characters of the output were not kept
 */
public record RunCheck(
        Meta<RunCheck> meta,
        Id<Project> projectId,
        Id<OrchestrationRun> runId,
        @Nullable Id<CardAssignment> assignmentId,
        CheckType type,
        int attempt,
        Status status,
        String output,
        int outputCut,
        Instant executedAt) implements Entity<RunCheck> {

    /** Of what comes, which is as much as a request may hold. */
    public static final TextRule OUTPUT = TextRule.optional(1_048_576);
    /** Of what is kept, in characters. */
    public static final int BEGINNING_KEPT = 20_000;
    public static final int END_KEPT = 80_000;

    public enum Status implements Word { PASSED, FAILED, SKIPPED }

    /** @param output cut in the middle where it is long: what was run stands at its beginning, what came of it at its end */
    public static RunCheck create(Meta<RunCheck> meta, OrchestrationRun run, @Nullable Id<CardAssignment> assignment, CheckType type, int attempt,
            Status status, String output, Instant executedAt) {
        Violations.check().text("output", output, OUTPUT).done();
        int length = output.codePointCount(0, output.length());
        int cut = Math.max(0, length - BEGINNING_KEPT - END_KEPT);
        String kept = cut == 0 ? output : output.substring(0, output.offsetByCodePoints(0, BEGINNING_KEPT))
                + "\n… " + cut + " characters were cut here …\n"
                + output.substring(output.offsetByCodePoints(output.length(), -END_KEPT));
        return new RunCheck(meta, run.details().projectId(), run.id(), assignment, type, attempt, status, kept, cut, executedAt);
    }
}
