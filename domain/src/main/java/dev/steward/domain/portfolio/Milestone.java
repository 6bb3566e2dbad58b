package dev.steward.domain.portfolio;

import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An outcome that a project reaches, named by that outcome.
 *
 * @param completedDate the day it became done, null while it is not; null too for an imported one whose day nobody knows
 */
public record Milestone(
        Meta<Milestone> meta,
        Details details,
        @Nullable LocalDate completedDate) implements Entity<Milestone> {

    public static final TextRule DESCRIPTION = TextRule.required(500);
    public static final TextRule NOTES = TextRule.optional(100_000);

    public record Details(
            Id<Project> projectId,
            String description,
            ProgressStatus status,
            @Nullable LocalDate targetDate,
            int sortOrder,
            String notes) {

        public Details {
            Violations.check()
                    .text("description", description, DESCRIPTION)
                    .date("target_date", targetDate)
                    .text("notes", notes, NOTES)
                    .done();
        }
    }

    /** @param today in the workspace's time zone */
    public static Milestone create(Meta<Milestone> meta, Details details, LocalDate today) {
        return new Milestone(meta, details, details.status() == ProgressStatus.DONE ? today : null);
    }

    /**
     * @param today in the workspace's time zone
     * @throws RefusedException {@code invalid_transition}
     */
    public Milestone revise(Instant now, Details details, LocalDate today) {
        this.details.status().requireChangeTo(details.status());
        Violations.check().rule(details.projectId().equals(this.details.projectId()), "project_id", "not_changeable",
                "A milestone stays in its project, because sessions of that project point at it; create one in the other project.").done();
        boolean stays = details.status() == this.details.status();
        return new Milestone(meta.next(now), details, stays ? completedDate : details.status() == ProgressStatus.DONE ? today : null);
    }
}
