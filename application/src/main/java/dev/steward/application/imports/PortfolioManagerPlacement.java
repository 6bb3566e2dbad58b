package dev.steward.application.imports;

import dev.steward.application.Shape;
import dev.steward.application.Store;
import dev.steward.application.UnitOfWork;
import dev.steward.application.imports.Draft.Read;
import dev.steward.application.imports.Draft.Reference;
import dev.steward.application.imports.Draft.Unplaceable;
import dev.steward.application.imports.ImportReport.ChangedValue;
import dev.steward.application.imports.ImportRun.Outcome;
import dev.steward.application.imports.ImportRun.Placing;
import dev.steward.application.imports.PortfolioManagerDraft.Progress;
import dev.steward.application.portfolio.MilestoneStore;
import dev.steward.application.portfolio.Milestones;
import dev.steward.application.portfolio.ProjectScoreStore;
import dev.steward.application.portfolio.ProjectStore;
import dev.steward.application.portfolio.Projects;
import dev.steward.application.portfolio.Reviews;
import dev.steward.application.portfolio.Scores;
import dev.steward.application.portfolio.SessionStore;
import dev.steward.application.portfolio.Sessions;
import dev.steward.application.portfolio.WeeklyReviewStore;
import dev.steward.application.workspace.OriginStore;
import dev.steward.domain.Entity;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.ProjectScore;
import dev.steward.domain.portfolio.Score;
import dev.steward.domain.portfolio.ScoreFormula;
import dev.steward.domain.portfolio.ScoreInputs;
import dev.steward.domain.portfolio.Session;
import dev.steward.domain.portfolio.Slug;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.domain.portfolio.WeeklyReview;
import dev.steward.domain.workspace.Origin;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One import inside its unit of work: each row finds its entity or makes one. Used once. */
final class PortfolioManagerPlacement {

    private final UnitOfWork unit;
    private final PortfolioManagerData data;
    private final String instance;
    private final Origins origins;
    private final ImportRun run;
    private final Kind<Project> projects;
    private final Kind<Milestone> milestones;
    private final Kind<Session> sessions;
    private final Kind<ProjectScore> scores;
    private final Kind<WeeklyReview> reviews;

    PortfolioManagerPlacement(UnitOfWork unit, PortfolioManagerData data, String instance, UUID importId) {
        this.unit = unit;
        this.data = data;
        this.instance = instance;
        this.run = new ImportRun(PortfolioManagerImport.SYSTEM, instance, importId,
                unit.store(OriginStore.class).ofInstance(PortfolioManagerImport.SYSTEM, instance), row -> unit.firstMeta().id().value());
        this.run.begin(unit);
        this.origins = run.origins();
        this.projects = kind(Projects.SHAPE, ProjectStore.class, project -> project.id().value(), project -> Json.EMPTY);
        this.milestones = kind(Milestones.SHAPE, MilestoneStore.class,
                milestone -> milestone.details().projectId().value(), milestone -> Json.EMPTY);
        this.sessions = kind(Sessions.SHAPE, SessionStore.class,
                session -> session.details().projectId().value(), session -> Json.EMPTY);
        this.scores = kind(Scores.SHAPE, ProjectScoreStore.class,
                score -> score.projectId().value(), score -> Json.obj("week_key", Json.of(score.weekKey().toString())));
        this.reviews = kind(Reviews.SHAPE, WeeklyReviewStore.class, review -> null, review -> Json.EMPTY);
    }

    private <E extends Entity<E>> Kind<E> kind(Shape<E> shape, Class<? extends Store<E>> port, Function<E, @Nullable UUID> projectOf, Function<E, Json.Obj> context) {
        return run.kind(shape, port, projectOf, context, entity -> null);
    }

    ImportReport run(String file, boolean dryRun) {
        if (data.file().halfMigrated()) {
            run.problem("An upgrade of this file by portfolio manager was cut short; every row was found all the same.");
        }
        run.place("project", data.projects(), projects, new PlacingProjects());
        run.place("milestone", data.milestones(), milestones, new PlacingMilestones());
        run.place("session", data.sessions(), sessions, new PlacingSessions());
        run.place("project_score", data.scores(), scores, new PlacingScores());
        placeReviews();
        ImportRun.Tally migrations = run.tally("schema_migration");
        data.migrations().forEach(read -> run.keepOnly(read, migrations, "schema_migration", ""));
        run.knows("weekly_review", reviews);
        run.reportGone();
        return run.finish(new ImportReport.Source(PortfolioManagerImport.SYSTEM, file, instance, data.file().sha256(), data.file().schemaVersion()), dryRun);
    }

    private Project project(String key) {
        UUID id = origins.now(new Reference("project", key));
        return projects.find(id).orElseThrow(() -> new Unplaceable(id == null
                ? "There is no project " + key + " in the file." : "Its project " + key + " was deleted in Steward."));
    }

    private static @Nullable UUID value(@Nullable Id<?> id) {
        return id == null ? null : id.value();
    }

    private static <E> @Nullable Id<E> id(@Nullable UUID value) {
        return value == null ? null : new Id<>(value);
    }

    private final class PlacingProjects implements Placing<Project, PortfolioManagerDraft.OfProject> {

        @Override
        public PortfolioManagerDraft.OfProject read(RowReader row) {
            return PortfolioManagerDraft.project(row);
        }

        @Override
        public Project make(Meta<Project> meta, PortfolioManagerDraft.OfProject draft, Merge notes) {
            Project.Details details = new Project.Details(draft.name(), Slugs.free(unit, draft.slug(), notes), draft.status(), null, null, draft.priority(),
                    false, null, null, draft.owner(), draft.reviewCadence(), draft.startedDate(), draft.endDate(), null, draft.description(),
                    draft.planContent(), "", Project.Brief.EMPTY, null, null, "");
            return new Project(meta, details, draft.archived() ? meta.updatedAt() : null, null, 0, 0, null);
        }

        @Override
        public Project revise(Project current, PortfolioManagerDraft.OfProject base, PortfolioManagerDraft.OfProject draft, Merge merge) {
            Project.Details now = current.details();
            Slug slug = merge.value("slug", base.slug(), draft.slug(), now.slug());
            LocalDate started = merge.orNull("started_date", base.startedDate(), draft.startedDate(), now.startedDate());
            LocalDate end = merge.orNull("end_date", base.endDate(), draft.endDate(), now.endDate());
            if (started != null && end != null && end.isBefore(started)) {
                merge.note("end_date", end, null, "before the start " + started);
                end = null;
            }
            Project.Details details = new Project.Details(
                    merge.value("name", base.name(), draft.name(), now.name()),
                    slug.equals(now.slug()) ? slug : Slugs.free(unit, slug, merge),
                    merge.value("status", base.status(), draft.status(), now.status()),
                    now.classification(), now.tier(),
                    merge.value("priority", base.priority(), draft.priority(), now.priority()),
                    now.isFavorite(), now.areaId(), now.organizationId(),
                    merge.value("owner", base.owner(), draft.owner(), now.owner()),
                    merge.value("review_cadence", base.reviewCadence(), draft.reviewCadence(), now.reviewCadence()),
                    started, end, now.lastWorkedOn(),
                    merge.value("description", base.description(), draft.description(), now.description()),
                    merge.value("plan_content", base.planContent(), draft.planContent(), now.planContent()),
                    now.notes(), now.brief(), now.learningType(), now.learningStatus(), now.learningContext());
            boolean archived = merge.value("archived", base.archived(), draft.archived(), current.isArchived());
            Instant archivedAt = archived == current.isArchived() ? current.archivedAt()
                    : archived ? Objects.requireNonNullElse(draft.updatedAt(), unit.now()) : null;
            return new Project(current.meta().next(unit.now()), details, archivedAt, current.finalizedAt(), current.actionSequence(),
                    current.planRevisionWith(details), current.finalizedRevision());
        }
    }

    private final class PlacingMilestones implements Placing<Milestone, PortfolioManagerDraft.OfMilestone> {

        @Override
        public PortfolioManagerDraft.OfMilestone read(RowReader row) {
            return PortfolioManagerDraft.milestone(row);
        }

        @Override
        public Milestone make(Meta<Milestone> meta, PortfolioManagerDraft.OfMilestone draft, Merge notes) {
            return new Milestone(meta, new Milestone.Details(project(draft.projectKey()).id(), draft.description(), draft.progress().status(),
                    draft.targetDate(), draft.sortOrder(), draft.notes()), draft.progress().completed());
        }

        /** A milestone stays in its project, because sessions of that project point at it. */
        @Override
        public Milestone revise(Milestone current, PortfolioManagerDraft.OfMilestone base, PortfolioManagerDraft.OfMilestone draft, Merge merge) {
            Milestone.Details now = current.details();
            if (!base.projectKey().equals(draft.projectKey())) {
                merge.note("project_id", draft.projectKey(), now.projectId(), "a milestone stays in its project");
            }
            Progress<LocalDate> progress = merge.value("status", base.progress(), draft.progress(), new Progress<>(now.status(), current.completedDate()));
            Milestone.Details details = new Milestone.Details(now.projectId(),
                    merge.value("description", base.description(), draft.description(), now.description()),
                    progress.status(),
                    merge.orNull("target_date", base.targetDate(), draft.targetDate(), now.targetDate()),
                    merge.value("sort_order", base.sortOrder(), draft.sortOrder(), now.sortOrder()),
                    merge.value("notes", base.notes(), draft.notes(), now.notes()));
            return new Milestone(current.meta().next(unit.now()), details, progress.completed());
        }
    }

    private final class PlacingSessions implements Placing<Session, PortfolioManagerDraft.OfSession> {

        @Override
        public PortfolioManagerDraft.OfSession read(RowReader row) {
            return PortfolioManagerDraft.session(row);
        }

        @Override
        public Session make(Meta<Session> meta, PortfolioManagerDraft.OfSession draft, Merge notes) {
            Id<Project> project = project(draft.projectKey()).id();
            UUID milestone = within(project.value(), draft.milestoneKey(), origins::now);
            if (draft.milestoneKey() != null && milestone == null) {
                notes.note("milestone_id", draft.milestoneKey(), null, "not a milestone of this project");
            }
            Session.Details details = new Session.Details(Session.Kind.PLANNED, project, id(milestone), "", draft.description(), draft.notes(), "",
                    draft.scheduledDate(), draft.durationMinutes(), null, draft.progress().status(), List.of(), "");
            return new Session(meta, details, draft.progress().completed());
        }

        @Override
        public Session revise(Session current, PortfolioManagerDraft.OfSession base, PortfolioManagerDraft.OfSession draft, Merge merge) {
            Session.Details now = current.details();
            // A project that is gone is no change of the session.
            UUID sourceProject = projects.find(origins.now(new Reference("project", draft.projectKey())))
                    .map(found -> found.id().value()).orElse(now.projectId().value());
            UUID baseProject = origins.before(new Reference("project", base.projectKey()));
            UUID project = Objects.requireNonNull(merge.orNull("project_id", baseProject, sourceProject, now.projectId().value()));
            UUID milestone = merge.orNull("milestone_id",
                    within(baseProject, base.milestoneKey(), origins::before),
                    within(sourceProject, draft.milestoneKey(), origins::now),
                    value(now.milestoneId()));
            if (milestone != null && !isOf(milestone, project)) {
                merge.note("milestone_id", milestone, null, "not a milestone of this project");
                milestone = null;
            }
            Progress<Instant> progress = merge.value("status", base.progress(), draft.progress(), new Progress<>(now.status(), current.completedAt()));
            Session.Details details = new Session.Details(now.kind(), new Id<>(project), id(milestone), now.title(),
                    merge.value("description", base.description(), draft.description(), now.description()),
                    merge.value("notes", base.notes(), draft.notes(), now.notes()),
                    now.summary(),
                    merge.value("scheduled_date", base.scheduledDate(), draft.scheduledDate(), now.scheduledDate()),
                    merge.value("duration_minutes", base.durationMinutes(), draft.durationMinutes(), now.durationMinutes()),
                    now.actualMinutes(), progress.status(), now.filesChanged(), now.body());
            return new Session(current.meta().next(unit.now()), details, progress.completed());
        }

        /** The milestone of that key, when it is one of the project. */
        private @Nullable UUID within(@Nullable UUID project, @Nullable String key, Function<Reference, @Nullable UUID> known) {
            UUID milestone = key == null ? null : known.apply(new Reference("milestone", key));
            return milestone != null && isOf(milestone, project) ? milestone : null;
        }

        private boolean isOf(UUID milestone, @Nullable UUID project) {
            return milestones.find(milestone).filter(found -> found.details().projectId().value().equals(project)).isPresent();
        }
    }

    /** The stored score stays what it was; formula 1 and the counts beside it only show what it was made of, as far as that is known. */
    private final class PlacingScores implements Placing<ProjectScore, PortfolioManagerDraft.OfScore> {

        @Override
        public PortfolioManagerDraft.OfScore read(RowReader row) {
            return PortfolioManagerDraft.score(row);
        }

        @Override
        public ProjectScore make(Meta<ProjectScore> meta, PortfolioManagerDraft.OfScore draft, Merge notes) {
            Id<Project> project = project(draft.projectKey()).id();
            if (unit.store(ProjectScoreStore.class).find(project, draft.week()).isPresent()) {
                throw new Unplaceable("Project " + draft.projectKey() + " has a score for week " + draft.week() + " already.");
            }
            ScoreInputs inputs = data.inputs(draft);
            Score computed = ScoreFormula.ONE.score(inputs);
            if (draft.reason() == null && computed.value() != draft.score()) {
                notes.note("inputs", null, "planned " + inputs.planned() + ", done " + inputs.done() + ", milestones " + inputs.milestones()
                        + ", milestones_done " + inputs.milestonesDone(),
                        "counted from the file as it is now, which gives " + computed.value() + "; the stored score is kept");
            }
            return new ProjectScore(meta, project, draft.week(),
                    draft.reason() == null ? new Score(draft.score()) : computed, inputs, ScoreFormula.ONE, draft.manual());
        }

        @Override
        public ProjectScore revise(ProjectScore current, PortfolioManagerDraft.OfScore base, PortfolioManagerDraft.OfScore draft, Merge merge) {
            if (!base.week().equals(draft.week()) || !base.projectKey().equals(draft.projectKey())) {
                merge.note("week_key", draft.week(), current.weekKey(), "a score stays with its project and week");
            }
            boolean recomputed = draft.reason() == null && (base.reason() != null || base.score() != draft.score());
            // An override hides the computed score of its time, so that there is nothing to compare with.
            Score computed = !recomputed ? current.computedScore() : new Score(base.reason() != null ? draft.score()
                    : merge.value("computed_score", base.score(), draft.score(), current.computedScore().value()));
            return new ProjectScore(current.meta().next(unit.now()), current.projectId(), current.weekKey(), computed,
                    recomputed ? data.inputs(draft) : current.inputs(), recomputed ? ScoreFormula.ONE : current.formula(),
                    merge.orNull("override", base.manual(), draft.manual(), current.manual()));
        }
    }

    /** A row of a review with its origin; {@code fresh} when it is new or has changed. */
    private record ReviewRow(Read<PortfolioManagerDraft.OfReview> read, PortfolioManagerDraft.OfReview draft, Optional<Origin> origin) {

        boolean fresh() {
            return origin.isEmpty() || !origin.get().rawHash().equals(read.hash());
        }

        @Nullable UUID entity() {
            return origin.map(Origin::entityId).orElse(null);
        }
    }

    private void placeReviews() {
        ImportRun.Tally tally = run.tally("weekly_review");
        Map<WeekKey, List<ReviewRow>> weeks = new LinkedHashMap<>();
        for (Read<PortfolioManagerDraft.OfReview> read : data.reviews()) {
            PortfolioManagerDraft.OfReview draft = read.draft();
            if (draft == null) {
                run.keepOnly(read, tally, reviews.name(), read.problem());
            } else {
                weeks.computeIfAbsent(draft.week(), week -> new ArrayList<>()).add(new ReviewRow(read, draft, origins.of(read.row())));
            }
        }
        List<Origin> gone = origins.gone();
        weeks.forEach((week, rows) -> placeWeek(week, rows, gone, tally));
    }

    private void placeWeek(WeekKey week, List<ReviewRow> rows, List<Origin> gone, ImportRun.Tally tally) {
        UUID known = rows.stream().map(ReviewRow::entity).filter(Objects::nonNull)
                .filter(entity -> reviews.find(entity).map(review -> review.weekKey().equals(week)).orElse(true)).findFirst().orElse(null);
        Optional<WeeklyReview> current = known == null ? unit.store(WeeklyReviewStore.class).findByWeek(week) : reviews.find(known);
        if (known != null && rows.stream().noneMatch(row -> row.fresh() || row.entity() == null)) {
            rows.forEach(row -> tally.count(Outcome.UNCHANGED));
            return;
        }
        Read<PortfolioManagerDraft.OfReview> first = rows.getFirst().read();
        Merge notes = new Merge(first.row().table(), first.row().key());
        Outcome outcome;
        UUID id;
        if (known != null && current.isEmpty()) {
            run.problem(first, "The review was deleted in Steward and has changed in the source since; it stays deleted.");
            id = known;
            outcome = Outcome.UNCHANGED;
        } else if (current.isEmpty()) {
            WeeklyReview made = makeReview(week, JoinedReview.of(drafts(rows), notes));
            reviews.add(made);
            id = made.id().value();
            outcome = Outcome.CREATED;
        } else if (known == null && current.get().finalized() != null) {
            rows.forEach(row -> run.keepOnly(row.read(), tally, reviews.name(), "The review of week " + week + " is final in Steward."));
            return;
        } else {
            WeeklyReview review = current.get();
            id = review.id().value();
            WeeklyReview revised = known == null ? joinReview(review, rows, notes) : reviseReview(review, rows, gone, notes);
            outcome = reviews.save(review, revised) ? Outcome.UPDATED : Outcome.UNCHANGED;
        }
        boolean reported = false;
        for (ReviewRow row : rows) {
            boolean linked = row.entity() != null;
            if (row.fresh() || !linked) {
                origins.put(row.read().row(), row.read().hash(), row.origin(), reviews.name(), id);
                Outcome own = reported || outcome == Outcome.UNCHANGED ? linked ? Outcome.UNCHANGED : Outcome.MERGED : outcome;
                reported = true;
                tally.count(own);
                row.read().changes().forEach(run::change);
                if (own == Outcome.MERGED) {
                    run.change(new ChangedValue(row.read().row().table(), row.read().row().key(), "id", Json.of(row.read().row().key()),
                            Json.of(id.toString()), "week " + week + " has a review already; its texts were joined with that"));
                }
            } else {
                tally.count(Outcome.UNCHANGED);
            }
        }
        notes.conflicts().forEach(run::change);
    }

    private static List<PortfolioManagerDraft.OfReview> drafts(List<ReviewRow> rows) {
        return rows.stream().map(ReviewRow::draft).toList();
    }

    private WeeklyReview makeReview(WeekKey week, JoinedReview joined) {
        Meta<WeeklyReview> meta = run.meta(unit.firstMeta().id().value(), joined.createdAt(), joined.updatedAt());
        return new WeeklyReview(meta, joined.details(), week,
                joined.numbers() == null ? null : new WeeklyReview.Finalized(meta.updatedAt(), joined.numbers()));
    }

    /** A draft that somebody began in Steward takes the texts, and stays a draft. */
    private WeeklyReview joinReview(WeeklyReview current, List<ReviewRow> rows, Merge notes) {
        JoinedReview joined = JoinedReview.of(drafts(rows), notes);
        if (joined.numbers() != null) {
            notes.note("status", "final", WeeklyReview.Status.DRAFT, "there is a draft in Steward already; its numbers are counted");
        }
        return new WeeklyReview(current.meta().next(unit.now()), JoinedReview.both(current.details(), joined.details(), notes), current.weekKey(), null);
    }

    private WeeklyReview reviseReview(WeeklyReview current, List<ReviewRow> rows, List<Origin> gone, Merge notes) {
        List<PortfolioManagerDraft.OfReview> base = new ArrayList<>();
        rows.stream().filter(row -> current.id().value().equals(row.entity())).forEach(row -> before(row.origin().orElseThrow()).ifPresent(base::add));
        List<PortfolioManagerDraft.OfReview> source = new ArrayList<>(drafts(rows));
        gone.stream().filter(origin -> current.id().value().equals(origin.entityId())).forEach(origin -> before(origin).ifPresent(row -> {
            base.add(row);
            source.add(row);
        }));
        JoinedReview was = JoinedReview.of(base, new Merge("", ""));
        JoinedReview is = JoinedReview.of(source, notes);
        if (current.finalized() != null && was.numbers() == null) {
            notes.note("status", "changed in the source", WeeklyReview.Status.FINAL, "final in Steward since; it takes no change");
            return current;
        }
        WeeklyReview.Finalized finalized = current.finalized();
        if (is.numbers() != null && !is.numbers().equals(was.numbers())) {
            finalized = new WeeklyReview.Finalized(finalized == null ? unit.now() : finalized.at(), is.numbers());
        }
        return new WeeklyReview(current.meta().next(unit.now()), is.into(current.details(), was.details(), notes), current.weekKey(), finalized);
    }

    private static Optional<PortfolioManagerDraft.OfReview> before(Origin origin) {
        return Optional.ofNullable(Read.of(new RawRow(origin.source().table(), origin.source().key(), origin.raw()), PortfolioManagerDraft::review).draft());
    }
}
