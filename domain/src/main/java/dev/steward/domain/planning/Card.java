package dev.steward.domain.planning;

import dev.steward.domain.Id;
import dev.steward.domain.NumberRule;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work that an agent can be given.
 *
 * @param contentRevision raised by every change of what the card asks for: its texts, knowledge, planned files, and the artifacts it is linked to; not by
 *     its status, priority, place, quick answer or build, nor by what an agent adds when it has built the card
 * @param finalized the approval, null before; stale when it names another content revision
 */
public record Card(
        Meta<Card> meta,
        Id<Project> projectId,
        Id<WorkflowActivity> workflowActivityId,
        Details details,
        int position,
        Build build,
        long contentRevision,
        @Nullable Finalized finalized) implements Placed<Card> {

    public static final TextRule TITLE = TextRule.required(500);
    public static final TextRule DESCRIPTION = TextRule.optional(100_000);
    public static final TextRule QUICK_ANSWER = TextRule.optional(20_000);
    public static final TextRule BUILD_REF = TextRule.optional(500);
    public static final TextRule BUILD_ERROR = TextRule.optional(20_000);
    /** 0 is the highest. */
    public static final NumberRule PRIORITY = new NumberRule(0, 1_000_000);

    public enum Status implements Word { TODO, ACTIVE, QUESTIONS, REVIEW, PRODUCTION }

    public record Details(String title, String description, Status status, int priority, String quickAnswer) {

        public Details {
            title = title.strip();
            Violations.check()
                    .text("title", title, TITLE)
                    .text("description", description, DESCRIPTION)
                    .number("priority", priority, PRIORITY)
                    .text("quick_answer", quickAnswer, QUICK_ANSWER)
                    .done();
        }
    }

    /**
     * How far building it is.
     *
     * @param state null before the first build
     * @param lastAt when it was last built to the end
     * @param lastRef where that is, such as a branch
     * @param lastError why the last build failed, empty after one that did not
     */
    public record Build(@Nullable BuildState state, @Nullable Instant lastAt, String lastRef, String lastError) {

        public static final Build NONE = new Build(null, null, "", "");

        public Build {
            Violations.check().text("last_build_ref", lastRef, BUILD_REF).text("last_build_error", lastError, BUILD_ERROR).done();
        }
    }

    /** @param by the label of who approved it */
    public record Finalized(Instant at, String by, long revision) {
    }

    public static Card create(Meta<Card> meta, Id<Project> project, Id<WorkflowActivity> activity, Details details, int position) {
        return new Card(meta, project, activity, details, position, Build.NONE, 1, null);
    }

    /** Other texts of what it asks for raise the content revision. */
    public Card revise(Instant now, Details details) {
        boolean asks = !details.title().equals(this.details.title()) || !details.description().equals(this.details.description());
        return new Card(meta.next(now), projectId, workflowActivityId, details, position, build, asks ? contentRevision + 1 : contentRevision, finalized);
    }

    @Override
    public Card at(Instant now, int position) {
        return below(now, workflowActivityId, position);
    }

    /** Below another activity of its project. */
    public Card below(Instant now, Id<WorkflowActivity> activity, int position) {
        return new Card(meta.next(now), projectId, activity, details, position, build, contentRevision, finalized);
    }

    /** After its knowledge, planned files or artifacts changed. */
    public Card withOtherContent(Instant now) {
        return new Card(meta.next(now), projectId, workflowActivityId, details, position, build, contentRevision + 1, finalized);
    }

    /** Approved as it is now. */
    public Card approve(Instant now, String by) {
        return new Card(meta.next(now), projectId, workflowActivityId, details, position, build, contentRevision, new Finalized(now, by, contentRevision));
    }

    public Card built(Instant now, Build build) {
        return new Card(meta.next(now), projectId, workflowActivityId, details, position, build, contentRevision, finalized);
    }

    public boolean isFinalized() {
        return finalized != null;
    }

    /** Whether what it asks for has changed since it was approved. */
    public boolean isStale() {
        return finalized != null && finalized.revision() != contentRevision;
    }

    @Override
    public UUID parent() {
        return workflowActivityId.value();
    }
}
