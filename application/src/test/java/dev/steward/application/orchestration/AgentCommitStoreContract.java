package dev.steward.application.orchestration;

import static dev.steward.application.orchestration.DeliverySamples.aCommit;
import static dev.steward.application.orchestration.DeliverySamples.sha;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.application.orchestration.AgentCommitStore.Reference;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.AgentCommit;
import dev.steward.domain.orchestration.AgentRole;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

public interface AgentCommitStoreContract extends StoreContract<AgentCommit> {

    @Override
    default Class<AgentCommitStore> port() {
        return AgentCommitStore.class;
    }

    @Override
    default AgentCommit sample(Id<Workspace> workspace) {
        return aCommit(OrchestrationSamples.assignment(database(), workspace), sha(1), "src/a");
    }

    @Override
    default AgentCommit changed(AgentCommit commit) {
        return new AgentCommit(commit.meta().next(TestDatabase.now()), new AgentCommit.Details(commit.details().sha(), "feat/y", PortfolioSamples.FOREIGN,
                PortfolioSamples.LATE, List.of()), commit.projectId(), commit.runId(), commit.assignmentId(), 2, List.of());
    }

    @Override
    default List<AgentCommit> edges(Id<Workspace> workspace) {
        CardAssignment assignment = OrchestrationSamples.assignment(database(), workspace);
        return List.of(aCommit(assignment, sha(0)), aCommit(assignment, "f".repeat(64), "../up", "größe/ä.pem", "db/1.sql", "elsewhere", "src/fine"));
    }

    @Override
    default Map<String, AgentCommit> taken(Id<Workspace> workspace, AgentCommit stored) {
        return Map.of("agent_commit_sha_unique", new AgentCommit(PortfolioSamples.meta(), stored.details(), stored.projectId(), stored.runId(), stored.assignmentId(), 7, List.of()));
    }

    @Test
    default void itIsFoundByItsShaWithinItsAssignment() {
        Id<Workspace> workspace = newWorkspace();
        AgentCommit commit = insert(workspace);
        AgentCommit other = insert(workspace);

        assertThat(lookUp(workspace, stores -> stores.of(AgentCommitStore.class).findBySha(commit.assignmentId(), sha(1)))).contains(commit);
        assertThat(lookUp(workspace, stores -> stores.of(AgentCommitStore.class).findBySha(other.assignmentId(), sha(1)))).contains(other);
        assertThat(lookUp(workspace, stores -> stores.of(AgentCommitStore.class).findBySha(commit.assignmentId(), sha(2)))).isEmpty();
        assertThat(lookUp(newWorkspace(), stores -> stores.of(AgentCommitStore.class).findBySha(commit.assignmentId(), sha(1)))).isEmpty();
    }

    @Test
    default void aRunNamesAllItsCommits() {
        Id<Workspace> workspace = newWorkspace();
        OrchestrationRun run = OrchestrationSamples.run(database(), workspace);
        List<CardAssignment> assignments = Stream.of("one", "two").map(profile -> OrchestrationSamples.anAssignment(run, AgentRole.CODER, profile, 0)).toList();
        assignments.forEach(one -> database().write(workspace, stores -> stores.of(CardAssignmentStore.class).insert(one)));
        assignments.forEach(one -> Stream.of(3, 1, 2).forEach(number -> insert(workspace, aCommit(one, sha(number)))));
        insert(workspace);

        List<Reference> found = database().read(workspace, stores -> stores.of(AgentCommitStore.class).references(run.id()));
        assertThat(found).containsExactly(assignments.stream().map(CardAssignment::id).sorted()
                .flatMap(id -> Stream.of(1, 2, 3).map(number -> new Reference(id, sha(number)))).toArray(Reference[]::new));
        assertThat(database().<List<Reference>>read(newWorkspace(), stores -> stores.of(AgentCommitStore.class).references(run.id()))).isEmpty();
    }
}
