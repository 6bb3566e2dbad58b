package dev.steward.domain.portfolio;

import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Valid things that tests change one detail of. */
final class Samples {

    static final Instant MORNING = Instant.parse("2026-04-07T08:00:00Z");
    static final Instant NOON = Instant.parse("2026-04-07T12:00:00Z");
    static final Instant EVENING = Instant.parse("2026-04-07T18:00:00Z");
    static final LocalDate TUESDAY = LocalDate.of(2026, 4, 7);

    private Samples() {
    }

    static <T> Id<T> id(int n) {
        return new Id<>(new UUID(0x7000, 0x8000_0000_0000_0000L | n));
    }

    static <T> Meta<T> meta() {
        return Meta.first(id(1), MORNING);
    }

    static ProjectBuilder project() {
        return new ProjectBuilder();
    }

    static SessionBuilder session() {
        return new SessionBuilder();
    }

    static MilestoneBuilder milestone() {
        return new MilestoneBuilder();
    }

    /** Every violation as {@code pointer code}, sorted. */
    static List<String> violationsOf(ThrowingCallable call) {
        InvalidException refused = Assertions.catchThrowableOfType(InvalidException.class, call);
        Assertions.assertThat(refused).as("nothing was refused").isNotNull();
        return refused.violations().stream().map(violation -> violation.pointer() + " " + violation.code()).sorted().toList();
    }

    static final class ProjectBuilder {
        private String name = "My Great Novel!";
        private int priority = Project.DEFAULT_PRIORITY;
        private LocalDate startedDate;
        private LocalDate endDate;
        private String notes = "";
        private Project.Brief brief = Project.Brief.EMPTY;

        ProjectBuilder name(String name) {
            this.name = name;
            return this;
        }

        ProjectBuilder priority(int priority) {
            this.priority = priority;
            return this;
        }

        ProjectBuilder dates(LocalDate startedDate, LocalDate endDate) {
            this.startedDate = startedDate;
            this.endDate = endDate;
            return this;
        }

        ProjectBuilder notes(String notes) {
            this.notes = notes;
            return this;
        }

        ProjectBuilder brief(Project.Brief brief) {
            this.brief = brief;
            return this;
        }

        Project.Details details() {
            return new Project.Details(name, new Slug("my-great-novel"), Project.Status.ACTIVE, null, null, priority, false, null, null,
                    "", Project.DEFAULT_REVIEW_CADENCE, startedDate, endDate, null, "", "", notes, brief, null, null, "");
        }

        Project create() {
            return Project.create(meta(), details());
        }
    }

    static final class SessionBuilder {
        private ProgressStatus status = ProgressStatus.BACKLOG;
        private LocalDate date = TUESDAY;
        private int minutes = Session.DEFAULT_DURATION_MINUTES;
        private Integer actualMinutes;
        private String notes = "";
        private String title = "";
        private List<FileChange> filesChanged = List.of();

        SessionBuilder status(ProgressStatus status) {
            this.status = status;
            return this;
        }

        SessionBuilder date(LocalDate date) {
            this.date = date;
            return this;
        }

        SessionBuilder minutes(int minutes) {
            this.minutes = minutes;
            return this;
        }

        SessionBuilder actualMinutes(int actualMinutes) {
            this.actualMinutes = actualMinutes;
            return this;
        }

        SessionBuilder notes(String notes) {
            this.notes = notes;
            return this;
        }

        SessionBuilder title(String title) {
            this.title = title;
            return this;
        }

        SessionBuilder filesChanged(List<FileChange> filesChanged) {
            this.filesChanged = filesChanged;
            return this;
        }

        Session.Details details() {
            return new Session.Details(Session.Kind.PLANNED, id(2), null, title, "", notes, "", date, minutes, actualMinutes, status,
                    filesChanged, "");
        }

        Session create() {
            return Session.create(meta(), details());
        }
    }

    static final class MilestoneBuilder {
        private Id<Project> projectId = id(2);
        private String description = "The first draft is read by three people";
        private ProgressStatus status = ProgressStatus.BACKLOG;

        MilestoneBuilder projectId(Id<Project> projectId) {
            this.projectId = projectId;
            return this;
        }

        MilestoneBuilder description(String description) {
            this.description = description;
            return this;
        }

        MilestoneBuilder status(ProgressStatus status) {
            this.status = status;
            return this;
        }

        Milestone.Details details() {
            return new Milestone.Details(projectId, description, status, null, 0, "");
        }

        Milestone create() {
            return Milestone.create(meta(), details(), TUESDAY);
        }
    }
}
