package dev.steward.application.imports;

import dev.steward.application.CompactJson;
import dev.steward.application.Query;
import dev.steward.application.imports.DossierSource.Made;
import dev.steward.application.imports.Draft.Read;
import dev.steward.application.imports.Draft.Reference;
import dev.steward.application.planning.PlanningActionStore;
import dev.steward.application.portfolio.CodeRepositories;
import dev.steward.application.portfolio.CodeRepositoryStore;
import dev.steward.application.portfolio.ProjectStore;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.portfolio.CodeRepository;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.RemoteUrl;
import dev.steward.domain.portfolio.Slug;
import dev.steward.domain.workspace.Origin;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Dossier's projects and their repositories, and what an import changes of a project as a whole. A project whose import has not come to its end has an
 * origin without a hash: an import that goes on where another one was cut off takes it for its own.
 */
final class DossierProjects {

    private static final String UNFINISHED = "";

    private final DossierSource source;
    private final ImportRun run;
    private final Kind<Project> projects;
    private final Kind<CodeRepository> repositories;
    private final Set<Id<Project>> made = new HashSet<>();
    private final Set<Id<Project>> resumed = new HashSet<>();
    private final Map<RawRow, Id<Project>> unfinished = new LinkedHashMap<>();
    /** Of this unit: those whose maps nobody else changes until it ends. */
    private final Map<Id<Project>, Project> locked = new HashMap<>();
    /** Of this unit: those that were there before, and whether what is approved with their plans has changed. */
    private final Map<Id<Project>, Boolean> touched = new HashMap<>();
    /** Of this unit: the last numbers in the logs of their maps. */
    private final Map<Id<Project>, Long> sequences = new HashMap<>();

    DossierProjects(DossierSource source) {
        this.source = source;
        this.run = source.run();
        this.projects = run.kind(Projects.SHAPE, ProjectStore.class, project -> project.id().value(), project -> Json.EMPTY, project -> null);
        this.repositories = run.kind(CodeRepositories.SHAPE, CodeRepositoryStore.class,
                repository -> repository.projectId().value(), repository -> Json.EMPTY, repository -> null);
        run.eachUnitBegins(() -> {
            locked.clear();
            touched.clear();
            sequences.clear();
        });
        run.eachUnitEnds(this::number);
    }

    Kind<Project> kind() {
        return projects;
    }

    /** Whether this import made it, or goes on with making it. */
    boolean isNew(Id<Project> project) {
        return made.contains(project);
    }

    /** Part of its map is to be made or changed; called before that. */
    void touch(Id<Project> project, boolean plan) {
        lock(project);
        if (!isNew(project)) {
            touched.merge(project, plan, Boolean::logicalOr);
        }
    }

    private Project lock(Id<Project> project) {
        return locked.computeIfAbsent(project, id -> source.unit().store(ProjectStore.class).lock(id)
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND, "A project of this file was deleted while it was taken over; import the file again.")));
    }

    /**
     * The number of an accepted action in the log of its map: its place in the file's, which the project was made with room for; of an action that has come
     * since, the next one.
     */
    long sequence(Project found, long place) {
        Project project = lock(found.id());
        boolean hasRoom = place <= project.actionSequence();
        if (hasRoom && (isNew(project.id()) && !resumed.contains(project.id())
                || source.unit().store(PlanningActionStore.class).batch(project.id(), place).isEmpty())) {
            return place;
        }
        return sequences.merge(project.id(), project.actionSequence() + 1, (last, first) -> last + 1);
    }

    void place() {
        ImportRun.Tally tally = run.tally("project");
        run.knows("project", projects);
        PlacingProjects placing = new PlacingProjects();
        for (RawRow row : source.file().rows("project")) {
            Optional<Origin> origin = source.origins().of(row);
            boolean goesOn = origin.filter(one -> one.rawHash().equals(UNFINISHED) && one.raw().equals(row.raw())).isPresent();
            if (goesOn) {
                Id<Project> id = new Id<>(Objects.requireNonNull(origin.get().entityId()));
                made.add(id);
                resumed.add(id);
            }
            run.step(() -> {
                Read<Made<Project>> read = Read.of(row, placing::read);
                boolean isOpen = goesOn || read.draft() != null && origin.map(Origin::entityId).isEmpty();
                run.place(isOpen ? new Read<>(row, UNFINISHED, read.draft(), read.problem(), read.changes()) : read, tally, projects, placing);
                placeRepository(row, origin.map(Origin::raw));
                UUID id = source.origins().now(new Reference("project", row.key()));
                if (isOpen && id != null) {
                    unfinished.put(row, new Id<>(id));
                }
            });
        }
    }

    /** The last step: their imports have come to their end. */
    void finish() {
        unfinished.forEach((row, id) -> source.origins().put(row, CompactJson.sha256(row.raw()), source.origins().of(row), projects.name(), id.value()));
    }

    /** The numbers of the projects whose maps have changed, so that nobody builds on what was there before. */
    private void number() {
        Set<Id<Project>> all = new HashSet<>(touched.keySet());
        all.addAll(sequences.keySet());
        for (Id<Project> id : all) {
            projects.find(id.value()).ifPresent(project -> {
                long logged = Math.max(project.actionSequence(), sequences.getOrDefault(id, 0L));
                long sequence = touched.containsKey(id) ? logged + 1 : logged;
                long revision = touched.getOrDefault(id, false) ? project.planRevision() + 1 : project.planRevision();
                projects.save(project, new Project(project.meta().next(source.unit().now()), project.details(), project.archivedAt(), project.finalizedAt(),
                        sequence, revision, project.finalizedRevision()));
            });
        }
    }

    private Made<Project> project(RowReader row) {
        String name = row.line("name", Project.NAME, "Unnamed project");
        Project.Brief brief = new Project.Brief(row.optional("customer_personas", Project.Brief.TEXT), row.optional("tech_stack", Project.Brief.TEXT),
                row.optional("deployment", Project.Brief.TEXT), row.optional("design_inspiration", Project.Brief.TEXT));
        Project.Details details = new Project.Details(name, Slug.fromName(name), Project.Status.ACTIVE, null, null, Project.DEFAULT_PRIORITY, false,
                null, null, "", Project.DEFAULT_REVIEW_CADENCE, null, null, null, row.optional("description", Project.DESCRIPTION), "", "", brief, null, null, "");
        Instant finalized = row.instant("finalized_at", "not finalized");
        long sequence = Math.max(acceptedActions(row), row.number("action_sequence") == null ? 0 : row.number("action_sequence").longValue());
        return Made.of(row, meta -> new Project(meta, details, null, finalized, sequence, 0, finalized == null ? null : 0L));
    }

    private long acceptedActions(RowReader row) {
        Json id = row.raw("id");
        return source.file().rows("planning_action").stream()
                .filter(action -> id.equals(action.raw().get("project_id")) && Json.of("accepted").equals(action.raw().get("validation_status"))).count();
    }

    private final class PlacingProjects extends DossierPlacing<Project> {

        PlacingProjects() {
            super(source, DossierProjects.this::project, Set.of("slug", "archivedAt", "actionSequence", "planRevision", "finalizedRevision"));
        }

        @Override
        Project created(Project project, Merge notes) {
            made.add(project.id());
            return RecordMerge.with(project, "details", RecordMerge.with(project.details(), "slug", Slugs.free(source.unit(), project.details().slug(), notes)));
        }

        @Override
        Project changed(Project before, Project after, Merge notes) {
            long revision = before.planRevisionWith(after.details());
            boolean approved = after.finalizedAt() != null && !after.finalizedAt().equals(before.finalizedAt());
            return new Project(after.meta(), after.details(), after.archivedAt(), after.finalizedAt(), before.actionSequence() + 1, revision,
                    approved ? Long.valueOf(revision) : before.finalizedRevision());
        }
    }

    /** What a project says of its repository. */
    private record Remote(String url, String branch) {
    }

    private void placeRepository(RawRow row, Optional<Json.Obj> before) {
        Optional<Project> project = projects.find(source.origins().now(new Reference("project", row.key())));
        if (project.isEmpty()) {
            return;
        }
        RowReader reader = new RowReader(row);
        Remote remote = remote(reader);
        Remote base = before.map(raw -> remote(new RowReader(new RawRow(row.table(), row.key(), raw)))).orElse(new Remote("", remote.branch()));
        if (before.isPresent() && remote.equals(base)) {
            return;
        }
        UUID id = source.id(row, "repository");
        Merge notes = new Merge(row.table(), row.key());
        Optional<CodeRepository> current = repositories.find(id);
        if (current.isPresent()) {
            CodeRepository repository = current.get();
            CodeRepository.Details now = repository.details();
            String url = notes.value("repo_url", base.url(), remote.url(), now.remoteUrl());
            CodeRepository.Details details = new CodeRepository.Details(url.isBlank() || isTaken(url, id, notes) ? now.remoteUrl() : url,
                    notes.value("default_branch", base.branch(), remote.branch(), now.defaultBranch()), now.localPath(), now.isPrimary());
            repositories.save(repository, repository.revise(source.unit().now(), details));
        } else if (remote.url().isBlank()) {
            if (!remote.branch().equals(CodeRepository.DEFAULT_BRANCH_NAME)) {
                notes.note("default_branch", remote.branch(), null, "there is no repository that it is of");
            }
        } else if (base.url().isBlank() && !isTaken(remote.url(), id, notes)) {
            boolean primary = source.unit().store(CodeRepositoryStore.class).primaryOf(project.get().id()).isEmpty();
            repositories.add(CodeRepository.create(run.meta(id, project.get().meta().createdAt(), project.get().meta().createdAt()),
                    new CodeRepository.Details(remote.url(), remote.branch(), "", primary), project.get().id()));
        }
        reader.changes().forEach(run::change);
        notes.conflicts().forEach(run::change);
    }

    private static Remote remote(RowReader row) {
        String url = row.optional("repo_url", CodeRepository.REMOTE_URL).strip();
        if (new RemoteUrl(url).holdsSecret()) {
            row.changed("repo_url", Json.of("a URL with a password or token"), null, "it holds a password or token, which is not stored here; revoke it, because the row is kept as it was read");
            url = "";
        }
        return new Remote(url, row.line("default_branch", CodeRepository.DEFAULT_BRANCH, CodeRepository.DEFAULT_BRANCH_NAME));
    }

    private boolean isTaken(String url, UUID own, Merge notes) {
        boolean taken = source.unit().store(CodeRepositoryStore.class).list(Query.where("normalized_remote", 1, new RemoteUrl(url).normalized())).stream()
                .anyMatch(other -> !other.id().value().equals(own));
        if (taken) {
            notes.note("repo_url", url, null, "another project has this repository");
        }
        return taken;
    }
}
