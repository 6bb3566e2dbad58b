package dev.steward.application.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Workspace;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

public interface MilestoneStoreContract extends StoreContract<Milestone> {

    @Override
    default Class<MilestoneStore> port() {
        return MilestoneStore.class;
    }

    @Override
    default Milestone sample(Id<Workspace> workspace) {
        return PortfolioSamples.aMilestone(PortfolioSamples.project(database(), workspace).id(), ProgressStatus.PLANNED,
                PortfolioSamples.CHANGE_OF_TIME, 2);
    }

    @Override
    default Milestone changed(Milestone milestone) {
        Milestone.Details old = milestone.details();
        return milestone.revise(TestDatabase.now(), new Milestone.Details(old.projectId(), PortfolioSamples.FOREIGN,
                old.status().isOpen() ? ProgressStatus.DONE : ProgressStatus.DOING, null, -1, PortfolioSamples.FOREIGN), PortfolioSamples.LEAP_DAY);
    }

    @Override
    default List<Milestone> edges(Id<Workspace> workspace) {
        Id<Project> project = PortfolioSamples.project(database(), workspace).id();
        return List.of(
                PortfolioSamples.aMilestone(project, ProgressStatus.BACKLOG, null, Integer.MIN_VALUE),
                PortfolioSamples.aMilestone(project, ProgressStatus.CANCELLED, null, Integer.MAX_VALUE),
                PortfolioSamples.aMilestone(project, ProgressStatus.DOING, PortfolioSamples.FIRST_DAY, 0),
                Milestone.create(PortfolioSamples.meta(), new Milestone.Details(project, PortfolioSamples.text(500), ProgressStatus.DONE,
                        PortfolioSamples.LAST_DAY, 1, PortfolioSamples.text(100_000)), PortfolioSamples.FIRST_DAY),
                // imported: nobody knows when it was done
                new Milestone(PortfolioSamples.meta(), new Milestone.Details(project, "x", ProgressStatus.DONE, null, 1, ""), null));
    }

    @Override
    default List<List<Key<Milestone>>> orders() {
        Key<Milestone> target = new Key<>("target_date", true, milestone -> milestone.details().targetDate());
        Key<Milestone> completed = new Key<>("completed_date", true, Milestone::completedDate);
        Key<Milestone> order = new Key<>("sort_order", false, milestone -> milestone.details().sortOrder());
        return List.of(List.of(target), List.of(target, completed), List.of(order, target), List.of(order));
    }

    @Test
    default void milestonesAreCountedByProjectAndStatus() {
        Id<Workspace> workspace = database().newWorkspace();
        Id<Project> novel = PortfolioSamples.project(database(), workspace).id();
        Id<Project> house = PortfolioSamples.project(database(), workspace).id();
        Id<Project> none = PortfolioSamples.project(database(), workspace).id();
        for (ProgressStatus status : List.of(ProgressStatus.DONE, ProgressStatus.DONE, ProgressStatus.BACKLOG)) {
            insert(workspace, PortfolioSamples.aMilestone(novel, status, null, 0));
        }
        insert(workspace, PortfolioSamples.aMilestone(house, ProgressStatus.CANCELLED, null, 0));

        assertThat(count(workspace, Set.of(novel, house, none))).isEqualTo(Map.of(
                novel, Map.of(ProgressStatus.DONE, 2, ProgressStatus.BACKLOG, 1), house, Map.of(ProgressStatus.CANCELLED, 1)));
        assertThat(count(workspace, Set.of(house))).containsOnlyKeys(house);
        assertThat(count(workspace, Set.of())).isEmpty();
        assertThat(count(database().newWorkspace(), Set.of(novel))).isEmpty();
    }

    @Test
    default void moreProjectsThanAStatementTakesAreCounted() {
        Id<Workspace> workspace = database().newWorkspace();
        Id<Project> novel = PortfolioSamples.project(database(), workspace).id();
        insert(workspace, PortfolioSamples.aMilestone(novel, ProgressStatus.DOING, null, 0));
        Set<Id<Project>> many = new HashSet<>(Set.of(novel));
        while (many.size() < 70_000) {
            many.add(new Id<>(TestDatabase.newId()));
        }

        assertThat(count(workspace, many)).isEqualTo(Map.of(novel, Map.of(ProgressStatus.DOING, 1)));
    }

    private Map<Id<Project>, Map<ProgressStatus, Integer>> count(Id<Workspace> workspace, Set<Id<Project>> projects) {
        return database().read(workspace, stores -> stores.of(MilestoneStore.class).countByStatus(projects));
    }
}
