package dev.steward.domain.portfolio;

import dev.steward.domain.Entity;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.NumberRule;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something worked on for weeks or years. Archiving is apart from the status: an archived project keeps its status, can be read,
 * refuses edits and new children, and can be unarchived.
 *
 * @param archivedAt null while the project is not archived
 * @param finalizedAt when its plan was approved (document 001), null before
 * @param actionSequence the number of the last planning action applied to its map, 0 before the first
 * @param planRevision raised by every change of what is approved with the plan: name, description, brief, and the map's structure
 * @param finalizedRevision the plan revision that was approved, null before; another one than {@code planRevision} means that the
 *     approval is stale
 */
public record Project(
        Meta<Project> meta,
        Details details,
        @Nullable Instant archivedAt,
        @Nullable Instant finalizedAt,
        long actionSequence,
        long planRevision,
        @Nullable Long finalizedRevision) implements Entity<Project> {

    public static final int DEFAULT_PRIORITY = 3;
    public static final String DEFAULT_REVIEW_CADENCE = "weekly";

    public static final TextRule NAME = TextRule.required(200);
    /** 1 is the highest. */
    public static final NumberRule PRIORITY = new NumberRule(1, 5);
    public static final TextRule OWNER = TextRule.optional(200);
    public static final TextRule REVIEW_CADENCE = TextRule.required(50);
    public static final TextRule DESCRIPTION = TextRule.optional(10_000);
    public static final TextRule PLAN_CONTENT = TextRule.optional(500_000);
    public static final TextRule NOTES = TextRule.optional(100_000);
    public static final TextRule LEARNING_CONTEXT = TextRule.optional(10_000);

    public enum Status implements Word { ACTIVE, BACKLOG, PAUSED, COMPLETED, CANCELLED }

    public enum Classification implements Word { WORK, PERSONAL, LEARNING, INACTIVE }

    public enum Tier implements Word { PRIMARY, SECONDARY, MAINTENANCE }

    public enum LearningType implements Word { WORK_RELATED, PERSONAL_DEV, HYBRID }

    public enum LearningStatus implements Word { EXPLORING, ACTIVE_LEARNING, COMPLETED, PAUSED }

    /** What a project is for and made of (document 001). Markdown. */
    public record Brief(String customerPersonas, String techStack, String deployment, String designInspiration) {

        public static final TextRule TEXT = TextRule.optional(20_000);
        public static final Brief EMPTY = new Brief("", "", "", "");

        /** Checked with the whole project, so that its violations are reported with the others. */
        private void check(Violations violations) {
            violations.text("/brief/customer_personas", customerPersonas, TEXT)
                    .text("/brief/tech_stack", techStack, TEXT)
                    .text("/brief/deployment", deployment, TEXT)
                    .text("/brief/design_inspiration", designInspiration, TEXT);
        }
    }

    /**
     * What callers write.
     *
     * @param slug unique in the workspace; made from the name when nobody chose one, and not changed by a new name
     * @param planContent Markdown that may hold Mermaid
     */
    public record Details(
            String name,
            Slug slug,
            Status status,
            @Nullable Classification classification,
            @Nullable Tier tier,
            int priority,
            boolean isFavorite,
            @Nullable Id<Area> areaId,
            @Nullable Id<Organization> organizationId,
            String owner,
            String reviewCadence,
            @Nullable LocalDate startedDate,
            @Nullable LocalDate endDate,
            @Nullable LocalDate lastWorkedOn,
            String description,
            String planContent,
            String notes,
            Brief brief,
            @Nullable LearningType learningType,
            @Nullable LearningStatus learningStatus,
            String learningContext) {

        public Details {
            Violations violations = Violations.check()
                    .text("name", name, NAME)
                    .number("priority", priority, PRIORITY)
                    .text("owner", owner, OWNER)
                    .text("review_cadence", reviewCadence, REVIEW_CADENCE)
                    .date("started_date", startedDate)
                    .date("end_date", endDate)
                    .date("last_worked_on", lastWorkedOn)
                    .rule(startedDate == null || endDate == null || !endDate.isBefore(startedDate), "end_date", "before_start",
                            () -> "The end " + endDate + " is before the start " + startedDate + "; choose a later end or an earlier start.")
                    .text("description", description, DESCRIPTION)
                    .text("plan_content", planContent, PLAN_CONTENT)
                    .text("notes", notes, NOTES)
                    .text("learning_context", learningContext, LEARNING_CONTEXT);
            brief.check(violations);
            violations.done();
        }

        /** What is approved with a plan. */
        private List<Object> planned() {
            return List.of(name, description, brief);
        }

        private Details with(String name, String description, Brief brief) {
            return new Details(name, slug, status, classification, tier, priority, isFavorite, areaId, organizationId, owner, reviewCadence,
                    startedDate, endDate, lastWorkedOn, description, planContent, notes, brief, learningType, learningStatus, learningContext);
        }

        private Details with(@Nullable Id<Area> area, @Nullable Id<Organization> organization) {
            return new Details(name, slug, status, classification, tier, priority, isFavorite, area, organization, owner, reviewCadence,
                    startedDate, endDate, lastWorkedOn, description, planContent, notes, brief, learningType, learningStatus, learningContext);
        }
    }

    public static Project create(Meta<Project> meta, Details details) {
        return new Project(meta, details, null, null, 0, 0, null);
    }

    /**
     * Another plan counts as an action on its map.
     *
     * @throws RefusedException {@code archived}
     */
    public Project revise(Instant now, Details details) {
        requireOpen();
        long revision = planRevisionWith(details);
        return new Project(meta.next(now), details, archivedAt, finalizedAt, actionSequence + (revision - planRevision), revision, finalizedRevision);
    }

    /** Without its area, which goes; an archived project lets go, too. */
    public Project withoutArea(Instant now) {
        return new Project(meta.next(now), details.with(null, details.organizationId()), archivedAt, finalizedAt, actionSequence, planRevision, finalizedRevision);
    }

    /** Without its organization, which goes; an archived project lets go, too. */
    public Project withoutOrganization(Instant now) {
        return new Project(meta.next(now), details.with(details.areaId(), null), archivedAt, finalizedAt, actionSequence, planRevision, finalizedRevision);
    }

    public boolean isArchived() {
        return archivedAt != null;
    }

    /** Archiving what is archived changes nothing. */
    public Project archive(Instant now) {
        return isArchived() ? this : new Project(meta.next(now), details, now, finalizedAt, actionSequence, planRevision, finalizedRevision);
    }

    /** Unarchiving what is not archived changes nothing. */
    public Project unarchive(Instant now) {
        return isArchived() ? new Project(meta.next(now), details, null, finalizedAt, actionSequence, planRevision, finalizedRevision) : this;
    }

    /** With these of its details; a part of a change of its map, which {@link #planned} finishes. */
    public Project replan(String name, String description, Brief brief) {
        requireOpen();
        return new Project(meta, details.with(name, description, brief), archivedAt, finalizedAt, actionSequence, planRevision, finalizedRevision);
    }

    /** The plan's revision once the project has {@code details}. */
    public long planRevisionWith(Details details) {
        return details.planned().equals(this.details.planned()) ? planRevision : planRevision + 1;
    }

    /** After a change of its map: one more action, one more version. Whether it changed what is approved with the plan is said by {@code structure}. */
    public Project planned(Instant now, boolean structure) {
        requireOpen();
        return new Project(meta.next(now), details, archivedAt, finalizedAt, actionSequence + 1, structure ? planRevision + 1 : planRevision,
                finalizedRevision);
    }

    /** Its plan is approved as it is now; a part of a change of its map, which {@link #planned} finishes. */
    public Project approve(Instant now) {
        requireOpen();
        return new Project(meta, details, archivedAt, now, actionSequence, planRevision, planRevision);
    }

    public boolean isFinalized() {
        return finalizedRevision != null;
    }

    /** Whether the plan has changed since it was approved. */
    public boolean isStale() {
        return finalizedRevision != null && finalizedRevision != planRevision;
    }

    /**
     * Called before the project or anything in it is changed or added.
     *
     * @throws RefusedException {@code archived}
     */
    public void requireOpen() {
        if (isArchived()) {
            throw new RefusedException(ErrorCode.ARCHIVED,
                    "The project '" + details.slug() + "' is archived and takes no changes; unarchive it first: POST /api/v1/projects/"
                            + details.slug() + "/unarchive.");
        }
    }
}
