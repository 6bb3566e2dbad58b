package dev.steward.application;

import dev.steward.application.orchestration.AgentCommitStore;
import dev.steward.application.orchestration.ApprovalRequestStore;
import dev.steward.application.orchestration.Approvals;
import dev.steward.application.orchestration.Assignments;
import dev.steward.application.orchestration.CardAssignmentStore;
import dev.steward.application.orchestration.Checks;
import dev.steward.application.orchestration.Commits;
import dev.steward.application.orchestration.OrchestrationRunStore;
import dev.steward.application.orchestration.PolicyProfileStore;
import dev.steward.application.orchestration.PolicyProfiles;
import dev.steward.application.orchestration.PullRequestCandidateStore;
import dev.steward.application.orchestration.PullRequests;
import dev.steward.application.orchestration.RunCheckStore;
import dev.steward.application.orchestration.Runs;
import dev.steward.application.portfolio.AreaStore;
import dev.steward.application.portfolio.Areas;
import dev.steward.application.portfolio.CodeRepositories;
import dev.steward.application.portfolio.CodeRepositoryStore;
import dev.steward.application.portfolio.MilestoneStore;
import dev.steward.application.portfolio.Milestones;
import dev.steward.application.portfolio.OrganizationStore;
import dev.steward.application.portfolio.Organizations;
import dev.steward.application.portfolio.ProjectScoreStore;
import dev.steward.application.portfolio.ProjectStore;
import dev.steward.application.portfolio.Projects;
import dev.steward.application.portfolio.Reviews;
import dev.steward.application.portfolio.Scores;
import dev.steward.application.portfolio.SessionStore;
import dev.steward.application.portfolio.Sessions;
import dev.steward.application.portfolio.TagStore;
import dev.steward.application.portfolio.Tags;
import dev.steward.application.portfolio.WeeklyReviewStore;
import dev.steward.application.workspace.EventStore;
import dev.steward.application.workspace.SettingStore;
import dev.steward.application.workspace.WorkspaceStore;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.AgentCommit;
import dev.steward.domain.orchestration.ApprovalRequest;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.PolicyProfile;
import dev.steward.domain.orchestration.PullRequestCandidate;
import dev.steward.domain.orchestration.RunCheck;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.domain.portfolio.Area;
import dev.steward.domain.portfolio.CodeRepository;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.Organization;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.ProjectScore;
import dev.steward.domain.portfolio.Session;
import dev.steward.domain.portfolio.Slug;
import dev.steward.domain.portfolio.Tag;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.domain.portfolio.WeeklyReview;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.workspace.Setting;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A database for tests of use cases: transactions, refusal of writes in reads, unique keys and cascades, all in maps. */
final class InMemoryDatabase implements DbAdapter {

    private final Map<UUID, State> workspaces = new HashMap<>();

    /** What is committed in one workspace. */
    private record State(Map<Class<?>, Map<UUID, Entity<?>>> rows, List<Event> events, List<Event> forgotten, Set<Link> links) {

        State() {
            this(new HashMap<>(), new ArrayList<>(), new ArrayList<>(), new LinkedHashSet<>());
        }

        State copy() {
            Map<Class<?>, Map<UUID, Entity<?>>> copy = new HashMap<>();
            rows.forEach((port, entities) -> copy.put(port, new LinkedHashMap<>(entities)));
            return new State(copy, new ArrayList<>(events), new ArrayList<>(forgotten), new LinkedHashSet<>(links));
        }
    }

    private record Link(UUID tag, TagStore.Target target) {
    }

    /** One transaction's view of a workspace. */
    static final class Access {
        private final State state;
        private final boolean writing;
        private boolean doomed;

        private Access(State state, boolean writing) {
            this.state = state;
            this.writing = writing;
        }

        void requireWrite() {
            if (!writing) {
                throw new IllegalStateException("A reading unit wrote");
            }
        }

        void doom() {
            doomed = true;
        }

        @SuppressWarnings("unchecked") // a port's rows are all of its entity
        <E> Map<UUID, E> rows(Class<?> port) {
            return (Map<UUID, E>) (Map<UUID, ?>) state.rows.computeIfAbsent(port, p -> new LinkedHashMap<>());
        }
    }

    @Override
    public <R> R read(Id<Workspace> workspace, Function<Stores, R> work) {
        return work.apply(stores(new Access(state(workspace), false)));
    }

    @Override
    public <R> CompletableFuture<R> readAsync(Id<Workspace> workspace, Function<Stores, R> work) {
        return CompletableFuture.supplyAsync(() -> read(workspace, work), Runnable::run);
    }

    @Override
    public <R> R snapshot(Id<Workspace> workspace, Function<Stores, R> work) {
        return read(workspace, work);
    }

    @Override
    public <R> CompletableFuture<R> snapshotAsync(Id<Workspace> workspace, Function<Stores, R> work) {
        return readAsync(workspace, work);
    }

    @Override
    public <R> CompletableFuture<R> write(Id<Workspace> workspace, Function<Stores, R> work) {
        Access access = new Access(state(workspace).copy(), true);
        try {
            R result = work.apply(stores(access));
            if (access.doomed) {
                return CompletableFuture.failedFuture(new IllegalStateException("The transaction was doomed by a refused write"));
            }
            workspaces.put(workspace.value(), access.state);
            return CompletableFuture.completedFuture(result);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void ping() {
    }

    @Override
    public void close() {
    }

    private State state(Id<Workspace> workspace) {
        return workspaces.computeIfAbsent(workspace.value(), id -> new State());
    }

    private static Stores stores(Access access) {
        Map<Class<?>, Object> stores = new HashMap<>();
        stores.put(WorkspaceStore.class, new OfWorkspace(access));
        stores.put(SettingStore.class, new OfSettings(access));
        stores.put(EventStore.class, new OfEvents(access));
        stores.put(AreaStore.class, new OfAreas(access));
        stores.put(OrganizationStore.class, new OfOrganizations(access));
        stores.put(ProjectStore.class, new OfProjects(access));
        stores.put(CodeRepositoryStore.class, new OfRepositories(access));
        stores.put(MilestoneStore.class, new OfMilestones(access));
        stores.put(SessionStore.class, new OfSessions(access));
        stores.put(ProjectScoreStore.class, new OfScores(access));
        stores.put(PolicyProfileStore.class, new OfPolicies(access));
        stores.put(OrchestrationRunStore.class, new OfRuns(access));
        stores.put(CardAssignmentStore.class, new OfAssignments(access));
        stores.put(AgentCommitStore.class, new OfCommits(access));
        stores.put(RunCheckStore.class, new OfChecks(access));
        stores.put(ApprovalRequestStore.class, new OfApprovals(access));
        stores.put(PullRequestCandidateStore.class, new OfPullRequests(access));
        stores.put(WeeklyReviewStore.class, new OfReviews(access));
        stores.put(TagStore.class, new OfTags(access));
        return new Stores() {
            @Override
            public <S> S of(Class<S> port) {
                return port.cast(stores.get(port));
            }
        };
    }

    private static final class OfWorkspace extends InMemoryStore<Workspace> implements WorkspaceStore {
        OfWorkspace(Access access) {
            super(access, WorkspaceStore.class, (workspace, field) -> workspace.id().value(), Map.of());
        }
    }

    private static final class OfSettings extends InMemoryStore<Setting> implements SettingStore {
        OfSettings(Access access) {
            super(access, SettingStore.class, (setting, field) -> setting.id().value(), Map.of("setting_key_unique", Setting::key));
        }

        @Override
        public Optional<Setting> findByKey(String key) {
            return rows().filter(setting -> setting.key().equals(key)).findFirst();
        }
    }

    private record OfEvents(Access access) implements EventStore {
        @Override
        public void append(List<Event> events) {
            access.requireWrite();
            events.forEach(event -> access.state.events.add(event.numbered(last() + 1)));
        }

        @Override
        public List<Event> after(long sequence, Filter filter, int limit) {
            return access.state.events.stream().filter(event -> event.sequence() > sequence && matches(event, filter)).limit(limit).toList();
        }

        @Override
        public List<Event> before(long sequence, Filter filter, int limit) {
            return access.state.events.reversed().stream().filter(event -> event.sequence() < sequence && matches(event, filter)).limit(limit).toList();
        }

        @Override
        public long last() {
            return access.state.forgotten.size() + access.state.events.size();
        }

        @Override
        public long firstKept() {
            return access.state.forgotten.size() + 1;
        }

        @Override
        public int forgetBefore(Instant instant, int limit) {
            access.requireWrite();
            List<Event> old = access.state.events.stream().limit(limit).takeWhile(event -> event.at().isBefore(instant)).toList();
            access.state.forgotten.addAll(old);
            access.state.events.removeAll(old);
            return old.size();
        }

        private static boolean matches(Event event, Filter filter) {
            return filter.matches(event.type(), event.projectId(), event.runId());
        }
    }

    private static final class OfAreas extends InMemoryStore<Area> implements AreaStore {
        OfAreas(Access access) {
            super(access, AreaStore.class, columns(Areas.SHAPE), Map.of("area_slug_unique", area -> area.details().slug()));
        }
    }

    private static final class OfOrganizations extends InMemoryStore<Organization> implements OrganizationStore {
        OfOrganizations(Access access) {
            super(access, OrganizationStore.class, columns(Organizations.SHAPE), Map.of("organization_name_unique", one -> one.details().name()));
        }
    }

    private static final class OfProjects extends InMemoryStore<Project> implements ProjectStore {
        OfProjects(Access access) {
            super(access, ProjectStore.class, columns(Projects.SHAPE), Map.of("project_slug_unique", project -> project.details().slug()));
        }

        @Override
        public Optional<Project> findBySlug(Slug slug) {
            return rows().filter(project -> project.details().slug().equals(slug)).findFirst();
        }

        @Override
        public Optional<Project> lock(Id<Project> id) {
            access().requireWrite();
            return find(id);
        }

        @Override
        public Set<String> takenSlugs(Slug base) {
            return rows().map(project -> project.details().slug().value()).collect(Collectors.toSet());
        }

        @Override
        public void delete(Project project) {
            super.delete(project);
            access().<Session>rows(SessionStore.class).values().removeIf(part -> part.details().projectId().equals(project.id()));
            access().<Milestone>rows(MilestoneStore.class).values().removeIf(part -> part.details().projectId().equals(project.id()));
            access().<CodeRepository>rows(CodeRepositoryStore.class).values().removeIf(part -> part.projectId().equals(project.id()));
            access().<ProjectScore>rows(ProjectScoreStore.class).values().removeIf(part -> part.projectId().equals(project.id()));
        }
    }

    private static final class OfRepositories extends InMemoryStore<CodeRepository> implements CodeRepositoryStore {
        OfRepositories(Access access) {
            super(access, CodeRepositoryStore.class, columns(CodeRepositories.SHAPE), Map.of(
                    "project_repository_remote_unique", CodeRepository::normalizedRemote,
                    "project_repository_primary_unique", one -> one.details().isPrimary() ? one.projectId() : null));
        }

        @Override
        public Optional<CodeRepository> primaryOf(Id<Project> project) {
            return rows().filter(one -> one.projectId().equals(project) && one.details().isPrimary()).findFirst();
        }
    }

    private static final class OfMilestones extends InMemoryStore<Milestone> implements MilestoneStore {
        OfMilestones(Access access) {
            super(access, MilestoneStore.class, columns(Milestones.SHAPE), Map.of());
        }

        @Override
        public Map<Id<Project>, Map<ProgressStatus, Integer>> countByStatus(Set<Id<Project>> projects) {
            return rows().map(Milestone::details).filter(one -> projects.contains(one.projectId())).collect(Collectors.groupingBy(
                    Milestone.Details::projectId, Collectors.groupingBy(Milestone.Details::status, Collectors.summingInt(one -> 1))));
        }

        @Override
        public void delete(Milestone milestone) {
            if (access().<Session>rows(SessionStore.class).values().stream().anyMatch(one -> milestone.id().equals(one.details().milestoneId()))) {
                throw new IllegalStateException("A session would lose its milestone without a version or an event");
            }
            super.delete(milestone);
        }
    }

    private static final class OfSessions extends InMemoryStore<Session> implements SessionStore {
        OfSessions(Access access) {
            super(access, SessionStore.class, columns(Sessions.SHAPE), Map.of());
        }

        @Override
        public Map<Id<Project>, Map<ProgressStatus, Integer>> countByStatus(WeekKey week, Set<Id<Project>> projects) {
            return rows().filter(one -> one.weekKey().equals(week)).map(Session::details).filter(one -> projects.contains(one.projectId()))
                    .collect(Collectors.groupingBy(Session.Details::projectId,
                            Collectors.groupingBy(Session.Details::status, Collectors.summingInt(one -> 1))));
        }

        @Override
        public Map<Id<Milestone>, Integer> minutesByMilestone(Set<Id<Milestone>> milestones) {
            return rows().map(Session::details).filter(one -> one.milestoneId() != null && milestones.contains(one.milestoneId()))
                    .collect(Collectors.groupingBy(Session.Details::milestoneId, Collectors.summingInt(Session.Details::durationMinutes)));
        }
    }

    private static final class OfScores extends InMemoryStore<ProjectScore> implements ProjectScoreStore {
        OfScores(Access access) {
            super(access, ProjectScoreStore.class, columns(Scores.SHAPE), Map.of("project_score_week_unique", one -> List.of(one.projectId(), one.weekKey())));
        }

        @Override
        public Optional<ProjectScore> find(Id<Project> project, WeekKey week) {
            return rows().filter(one -> one.projectId().equals(project) && one.weekKey().equals(week)).findFirst();
        }
    }

    private static final class OfPolicies extends InMemoryStore<PolicyProfile> implements PolicyProfileStore {
        OfPolicies(Access access) {
            super(access, PolicyProfileStore.class, columns(PolicyProfiles.SHAPE), Map.of("policy_profile_project_id_unique", PolicyProfile::projectId));
        }

        @Override
        public Optional<PolicyProfile> findByProject(Id<Project> project) {
            return rows().filter(profile -> profile.projectId().equals(project)).findFirst();
        }
    }

    private static final class OfRuns extends InMemoryStore<OrchestrationRun> implements OrchestrationRunStore {
        OfRuns(Access access) {
            super(access, OrchestrationRunStore.class, columns(Runs.SHAPE), Map.of());
        }
    }

    /** Those that somebody holds already: what claims ask is told by databases only. */
    private static final class OfAssignments extends InMemoryStore<CardAssignment> implements CardAssignmentStore {
        OfAssignments(Access access) {
            super(access, CardAssignmentStore.class, columns(Assignments.SHAPE), Map.of());
        }

        @Override
        public Optional<CardAssignment> lock(Id<CardAssignment> id) {
            access().requireWrite();
            return find(id);
        }

        @Override
        public List<CardAssignment> next(Wanted wanted, Instant now, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean hasNext(Wanted wanted, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<CardAssignment> lost(Instant now, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Instant> nextLeaseEnd(Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<RunStatus> statuses(OrchestrationRun run) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<RunCard, Set<RunStatus>> statuses(Set<RunCard> cards) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Completed> completed(List<OrchestrationRun> runs, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void insertWaits(List<Wait> waits) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Wait> waits(Set<Id<CardAssignment>> assignments) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Id<CardAssignment>> endWaitsFor(Id<CardAssignment> ended) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void endWaitsOf(Id<CardAssignment> assignment) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class OfCommits extends InMemoryStore<AgentCommit> implements AgentCommitStore {
        OfCommits(Access access) {
            super(access, AgentCommitStore.class, columns(Commits.SHAPE), Map.of("agent_commit_sha_unique", one -> List.of(one.assignmentId(), one.details().sha())));
        }

        @Override
        public Optional<AgentCommit> findBySha(Id<CardAssignment> assignment, String sha) {
            return rows().filter(one -> one.assignmentId().equals(assignment) && one.details().sha().equals(sha)).findFirst();
        }

        @Override
        public List<Reference> references(Id<OrchestrationRun> run) {
            return rows().filter(one -> one.runId().equals(run)).map(one -> new Reference(one.assignmentId(), one.details().sha()))
                    .sorted(Comparator.comparing(Reference::assignment).thenComparing(Reference::sha)).toList();
        }
    }

    private static final class OfChecks extends InMemoryStore<RunCheck> implements RunCheckStore {
        OfChecks(Access access) {
            super(access, RunCheckStore.class, columns(Checks.SHAPE), Map.of("run_check_attempt_unique", one -> List.of(one.runId(), one.type(), one.attempt())));
        }

        @Override
        public List<RunCheck> standing(Id<OrchestrationRun> run) {
            List<RunCheck> all = rows().filter(one -> one.runId().equals(run)).sorted(Comparator.comparing(RunCheck::type).thenComparing(RunCheck::attempt)).toList();
            return all.stream().filter(one -> all.stream().noneMatch(later -> later.type() == one.type() && later.attempt() > one.attempt()
                    && (later.assignmentId() == null || later.assignmentId().equals(one.assignmentId())))).toList();
        }
    }

    private static final class OfApprovals extends InMemoryStore<ApprovalRequest> implements ApprovalRequestStore {
        OfApprovals(Access access) {
            super(access, ApprovalRequestStore.class, columns(Approvals.SHAPE), Map.of());
        }

        @Override
        public List<ApprovalRequest> standing(Id<Project> project, Id<OrchestrationRun> run) {
            return rows().filter(one -> one.runId().equals(run) && Set.of(ApprovalRequest.Status.PENDING, ApprovalRequest.Status.APPROVED).contains(one.status()))
                    .sorted(Comparator.comparing(ApprovalRequest::id)).toList();
        }
    }

    private static final class OfPullRequests extends InMemoryStore<PullRequestCandidate> implements PullRequestCandidateStore {
        OfPullRequests(Access access) {
            super(access, PullRequestCandidateStore.class, columns(PullRequests.SHAPE), Map.of("pull_request_candidate_run_id_unique", PullRequestCandidate::runId));
        }

        @Override
        public Optional<PullRequestCandidate> findByRun(Id<OrchestrationRun> run) {
            return rows().filter(one -> one.runId().equals(run)).findFirst();
        }
    }

    private static final class OfReviews extends InMemoryStore<WeeklyReview> implements WeeklyReviewStore {
        OfReviews(Access access) {
            super(access, WeeklyReviewStore.class, columns(Reviews.SHAPE), Map.of("weekly_review_week_unique", WeeklyReview::weekKey));
        }

        @Override
        public Optional<WeeklyReview> findByWeek(WeekKey week) {
            return rows().filter(review -> review.weekKey().equals(week)).findFirst();
        }
    }

    private static final class OfTags extends InMemoryStore<Tag> implements TagStore {
        OfTags(Access access) {
            super(access, TagStore.class, columns(Tags.SHAPE), Map.of("tag_key_unique", Tag::key));
        }

        private Set<Link> links() {
            return access().state.links;
        }

        @Override
        public void delete(Tag tag) {
            super.delete(tag);
            links().removeIf(link -> link.tag().equals(tag.id().value()));
        }

        @Override
        public Optional<Tag> findByKey(String key) {
            return rows().filter(tag -> tag.key().equals(key)).findFirst();
        }

        @Override
        public boolean link(Id<Tag> tag, Target target) {
            access().requireWrite();
            return links().add(new Link(tag.value(), target));
        }

        @Override
        public boolean unlink(Id<Tag> tag, Target target) {
            access().requireWrite();
            return links().remove(new Link(tag.value(), target));
        }

        @Override
        public void unlinkAll(Target target) {
            access().requireWrite();
            links().removeIf(link -> link.target().equals(target));
        }

        @Override
        public void relink(Id<Tag> from, Id<Tag> into) {
            access().requireWrite();
            List<Link> moved = links().stream().filter(link -> link.tag().equals(from.value())).toList();
            moved.forEach(link -> {
                links().remove(link);
                links().add(new Link(into.value(), link.target()));
            });
        }

        @Override
        public List<Tag> of(Target target) {
            return links().stream().filter(link -> link.target().equals(target)).map(link -> find(new Id<>(link.tag())).orElseThrow())
                    .sorted(Comparator.comparing(Tag::key)).toList();
        }

        @Override
        public List<Target> targets(Id<Tag> tag, Optional<Target> after, int limit) {
            Comparator<Target> order = Comparator.comparing(Target::type).thenComparing(target -> target.id().toString());
            return links().stream().filter(link -> link.tag().equals(tag.value())).map(Link::target)
                    .filter(target -> after.map(position -> order.compare(target, position) > 0).orElse(true)).sorted(order).limit(limit).toList();
        }

        @Override
        public Map<Id<Tag>, Long> uses(Set<Id<Tag>> tags) {
            return links().stream().map(link -> new Id<Tag>(link.tag())).filter(tags::contains)
                    .collect(Collectors.groupingBy(tag -> tag, Collectors.counting()));
        }
    }
}
