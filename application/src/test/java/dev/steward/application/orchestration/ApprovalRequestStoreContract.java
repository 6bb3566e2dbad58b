package dev.steward.application.orchestration;

import static dev.steward.application.orchestration.DeliverySamples.anApproval;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.ApprovalRequest;
import dev.steward.domain.orchestration.ApprovalRequest.Decision;
import dev.steward.domain.orchestration.ApprovalRequest.Status;
import dev.steward.domain.orchestration.ApprovalRequest.Type;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.workspace.Workspace;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

public interface ApprovalRequestStoreContract extends StoreContract<ApprovalRequest> {

    @Override
    default Class<ApprovalRequestStore> port() {
        return ApprovalRequestStore.class;
    }

    @Override
    default ApprovalRequest sample(Id<Workspace> workspace) {
        return anApproval(OrchestrationSamples.run(database(), workspace), Type.CREATE_PR);
    }

    @Override
    default ApprovalRequest changed(ApprovalRequest request) {
        return request.status() == Status.PENDING
                ? request.resolve(TestDatabase.now(), Decision.APPROVED, PortfolioSamples.FOREIGN, PortfolioSamples.FOREIGN)
                : request.supersede(TestDatabase.now());
    }

    @Override
    default List<ApprovalRequest> edges(Id<Workspace> workspace) {
        OrchestrationRun run = OrchestrationSamples.run(database(), workspace);
        return Stream.of(Status.APPROVED, Status.REJECTED, Status.SUPERSEDED).map(status -> {
            ApprovalRequest one = anApproval(run, Type.MERGE_PR);
            return new ApprovalRequest(one.meta(), one.projectId(), one.runId(), one.type(), status, "f".repeat(64), PortfolioSamples.text(200), PortfolioSamples.EARLY,
                    PortfolioSamples.text(200), PortfolioSamples.LATE, PortfolioSamples.text(10_000));
        }).toList();
    }

    @Test
    default void thoseThatAChangeWouldSupersedeAreFound() {
        Id<Workspace> workspace = newWorkspace();
        OrchestrationRun run = OrchestrationSamples.run(database(), workspace);
        List<ApprovalRequest> all = edges(workspace).stream().map(one -> new ApprovalRequest(one.meta(), run.details().projectId(), run.id(), one.type(), one.status(),
                one.contentHash(), one.requestedBy(), one.requestedAt(), one.resolvedBy(), one.resolvedAt(), one.note())).toList();
        all.forEach(one -> insert(workspace, one));
        ApprovalRequest pending = insert(workspace, anApproval(run, Type.CREATE_PR));
        insert(workspace);

        List<ApprovalRequest> standing = database().read(workspace, stores -> stores.of(ApprovalRequestStore.class).standing(run.details().projectId(), run.id()));
        assertThat(standing).containsExactly(Stream.of(all.getFirst(), pending).sorted(Comparator.comparing(ApprovalRequest::id)).toArray(ApprovalRequest[]::new));
        assertThat(database().<List<ApprovalRequest>>read(newWorkspace(), stores -> stores.of(ApprovalRequestStore.class).standing(run.details().projectId(), run.id()))).isEmpty();
    }
}
