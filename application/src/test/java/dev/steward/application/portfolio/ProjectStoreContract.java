package dev.steward.application.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.StoreContract;
import dev.steward.application.StoreException;
import dev.steward.application.TestDatabase;
import dev.steward.domain.Id;
import dev.steward.domain.SearchText;
import dev.steward.domain.portfolio.Area;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Slug;
import dev.steward.domain.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

public interface ProjectStoreContract extends StoreContract<Project> {

    @Override
    default Class<ProjectStore> port() {
        return ProjectStore.class;
    }

    @Override
    default Project sample(Id<Workspace> workspace) {
        return PortfolioSamples.aProject("My Great Novel!", 3, PortfolioSamples.area(database(), workspace).id(),
                PortfolioSamples.organization(database(), workspace).id());
    }

    @Override
    default Project changed(Project project) {
        Project.Details old = project.details();
        return project.revise(TestDatabase.now(), new Project.Details(old.name() + "!".repeat(old.name().length() < 100 ? 1 : 0), old.slug(),
                Project.Status.PAUSED, Project.Classification.WORK, null, 1, !old.isFavorite(), null, old.organizationId(), "Ada", "monthly",
                PortfolioSamples.LEAP_DAY, null, null, "", "", PortfolioSamples.FOREIGN, Project.Brief.EMPTY, null, null, ""));
    }

    @Override
    default List<Project> edges(Id<Workspace> workspace) {
        Project filled = Project.create(PortfolioSamples.meta(), new Project.Details(PortfolioSamples.text(200), new Slug("好".repeat(100)),
                Project.Status.COMPLETED, Project.Classification.LEARNING, Project.Tier.MAINTENANCE, 5, true,
                PortfolioSamples.area(database(), workspace).id(), PortfolioSamples.organization(database(), workspace).id(),
                PortfolioSamples.FOREIGN, "quarterly", PortfolioSamples.FIRST_DAY, PortfolioSamples.LAST_DAY, PortfolioSamples.CHANGE_OF_TIME,
                PortfolioSamples.text(10_000), PortfolioSamples.text(500_000), PortfolioSamples.text(100_000),
                new Project.Brief(PortfolioSamples.FOREIGN, PortfolioSamples.text(20_000), "", "{}"), Project.LearningType.PERSONAL_DEV,
                Project.LearningStatus.ACTIVE_LEARNING, PortfolioSamples.text(10_000)));
        return List.of(
                PortfolioSamples.aProject("empty", 1, null, null),
                new Project(filled.meta(), filled.details(), PortfolioSamples.LATE, PortfolioSamples.EARLY, Long.MAX_VALUE, Long.MAX_VALUE, 0L));
    }

    @Override
    default Map<String, Project> taken(Id<Workspace> workspace, Project stored) {
        return Map.of("project_slug_unique", PortfolioSamples.aProject("another", stored.details().slug(), 1, null, null));
    }

    @Override
    default List<List<Key<Project>>> orders() {
        return List.of(
                List.of(new Key<>("priority", false, project -> project.details().priority()),
                        new Key<>("name", false, project -> project.details().name())),
                List.of(new Key<>("archived_at", true, Project::archivedAt)),
                List.of(new Key<>("started_date", true, project -> project.details().startedDate()),
                        new Key<>("end_date", true, project -> project.details().endDate())));
    }

    @Test
    default void aProjectIsFoundByItsSlug() {
        Id<Workspace> workspace = database().newWorkspace();
        Project project = insert(workspace);

        assertThat(lookUp(workspace, stores -> stores.of(ProjectStore.class).findBySlug(project.details().slug()))).contains(project);
        assertThat(lookUp(workspace, stores -> stores.of(ProjectStore.class).findBySlug(new Slug("another")))).isEmpty();
        assertThat(lookUp(database().newWorkspace(), stores -> stores.of(ProjectStore.class).findBySlug(project.details().slug()))).isEmpty();
    }

    @Test
    default void takenSlugsAreTheSlugAndItsNumberedForms() {
        Id<Workspace> workspace = database().newWorkspace();
        Slug longest = new Slug("好".repeat(100));
        for (String slug : List.of("novel", "novel-2", "novel-10", "novel-999999999", "novel-1", "novel-02", "novel-two", "novel-2b", "novel2",
                "novel-2-3", "novela", "my-novel", longest.value(), longest.numbered(2).value(), longest.numbered(12345).value(), "好".repeat(99))) {
            insert(workspace, PortfolioSamples.aProject("novel", new Slug(slug), 3, null, null));
        }

        assertThat(taken(workspace, new Slug("novel"))).containsExactlyInAnyOrder("novel", "novel-2", "novel-10", "novel-999999999");
        assertThat(taken(workspace, longest)).containsExactlyInAnyOrder(longest.value(), longest.numbered(2).value(), longest.numbered(12345).value());
        assertThat(taken(workspace, new Slug("another"))).isEmpty();
    }

    private Set<String> taken(Id<Workspace> workspace, Slug base) {
        return database().read(workspace, stores -> stores.of(ProjectStore.class).takenSlugs(base));
    }

    @Test
    default void everyFilterSelectsWhatItSays() {
        Id<Workspace> workspace = database().newWorkspace();
        Project empty = insert(workspace, PortfolioSamples.aProject("empty", 1, null, null));
        Project full = insert(workspace, edges(workspace).getLast());

        assertThat(found(workspace, Filter.empty("archived_at"))).containsExactly(empty);
        assertThat(found(workspace, Filter.present("archived_at"))).containsExactly(full);
        assertThat(found(workspace, Filter.in("is_favorite", true))).containsExactly(full);
        assertThat(found(workspace, Filter.in("priority", 1, 2))).containsExactly(empty);
        assertThat(found(workspace, Filter.in("status", "active", "completed"))).containsExactlyInAnyOrder(empty, full);
        assertThat(found(workspace, Filter.in("area_id", full.details().areaId().value()))).containsExactly(full);
        assertThat(found(workspace, Filter.in("started_date", PortfolioSamples.FIRST_DAY))).containsExactly(full);
        assertThat(found(workspace, Filter.from("end_date", PortfolioSamples.LAST_DAY))).containsExactly(full);
        assertThat(found(workspace, Filter.to("end_date", PortfolioSamples.LEAP_DAY))).isEmpty();
        assertThat(found(workspace, Filter.to("archived_at", PortfolioSamples.LATE))).containsExactly(full);
    }

    @Test
    default void aSearchTakesItsWordsLiterally() {
        Id<Workspace> workspace = database().newWorkspace();
        Project signs = insert(workspace, PortfolioSamples.aProject("100% of a_b! Straße", 3, null, null));
        insert(workspace, PortfolioSamples.aProject("1000 of axb", 3, null, null));

        assertThat(search(workspace, "100%")).containsExactly(signs);
        assertThat(search(workspace, "A_B")).containsExactly(signs);
        assertThat(search(workspace, "b! STRASSE")).containsExactly(signs);
        assertThat(search(workspace, "%")).containsExactly(signs);
        assertThat(search(workspace, "!")).containsExactly(signs);
        assertThat(search(workspace, "!%")).isEmpty();
        assertThat(search(workspace, "of")).hasSize(2);
    }

    private List<Project> search(Id<Workspace> workspace, String words) {
        return found(workspace, new Filter("search_text", Filter.Operator.CONTAINS, new ArrayList<>(SearchText.words(words))));
    }

    private List<Project> found(Id<Workspace> workspace, Filter filter) {
        List<Project> found = list(workspace, Query.all(10).and(filter));
        long count = database().read(workspace, stores -> stores.of(port()).count(Query.all(1).and(filter)));
        assertThat(count).isEqualTo(found.size());
        return found;
    }

    @Test
    default void whoLocksAProjectSeesWhatTheLastOneWrote() {
        Id<Workspace> workspace = database().newWorkspace();
        Project project = insert(workspace);
        List<Long> seen = java.util.Collections.synchronizedList(new ArrayList<>());
        int threads = 8;

        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads * 10; i++) {
                workers.add(executor.submit(() -> database().write(workspace, stores -> {
                    Project current = stores.of(ProjectStore.class).lock(project.id()).orElseThrow();
                    seen.add(current.actionSequence());
                    stores.of(ProjectStore.class).update(current, current.planned(TestDatabase.now(), false));
                })));
            }
            for (Future<?> worker : workers) {
                assertThatCode(worker::get).doesNotThrowAnyException();
            }
        }

        assertThat(seen).as("each once: no unit ran twice").doesNotHaveDuplicates().hasSize(threads * 10);
        assertThatThrownBy(() -> database().read(workspace, stores -> stores.of(ProjectStore.class).lock(project.id())))
                .isInstanceOf(IllegalStateException.class);
        assertThat(lookUp(workspace, stores -> stores.of(ProjectStore.class).find(project.id()))).isPresent();
    }

    @Test
    default void manyWhoReadThenUpdateOneRowLoseNothing() {
        Id<Workspace> workspace = database().newWorkspace();
        Project project = insert(workspace);
        int threads = 8;
        int each = 50;

        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(executor.submit(() -> {
                    for (int n = 0; n < each; n++) {
                        database().write(workspace, stores -> {
                            Project current = stores.of(ProjectStore.class).find(project.id()).orElseThrow();
                            stores.of(ProjectStore.class).update(current, new Project(current.meta().next(TestDatabase.now()), current.details(),
                                    null, null, current.actionSequence() + 1, 0, null));
                        });
                    }
                }));
            }
            for (Future<?> worker : workers) {
                assertThatCode(worker::get).doesNotThrowAnyException();
            }
        }

        Project last = find(workspace, project).orElseThrow();
        assertThat(last.actionSequence()).isEqualTo(threads * each);
        assertThat(last.version()).isEqualTo(1 + threads * each);
    }

    @Test
    default void anAreaOrOrganizationThatAProjectHasDoesNotGo() {
        Id<Workspace> workspace = database().newWorkspace();
        Area area = PortfolioSamples.area(database(), workspace);
        Project project = insert(workspace, PortfolioSamples.aProject("p", 3, area.id(), null));

        assertThatThrownBy(() -> database().write(workspace, stores -> stores.of(AreaStore.class).delete(area)))
                .isInstanceOf(StoreException.Fault.class);
        assertThat(find(workspace, project)).contains(project);
    }

    @Test
    default void anAreaOfAnotherWorkspaceCannotBeReferredTo() {
        Area foreign = PortfolioSamples.area(database(), database().newWorkspace());

        assertThatThrownBy(() -> insert(database().newWorkspace(), PortfolioSamples.aProject("p", 3, foreign.id(), null)))
                .isInstanceOf(StoreException.Fault.class);
    }
}
