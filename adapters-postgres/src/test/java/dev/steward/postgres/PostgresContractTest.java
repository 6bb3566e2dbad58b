package dev.steward.postgres;

import dev.steward.application.DbAdapterContract;
import dev.steward.application.TestDatabase;
import dev.steward.application.knowledge.MemoryEmbeddingStoreContract;
import dev.steward.application.knowledge.MemoryFeedbackStoreContract;
import dev.steward.application.knowledge.MemoryRelationStoreContract;
import dev.steward.application.knowledge.MemoryRetrievalStoreContract;
import dev.steward.application.knowledge.MemoryTextStoreContract;
import dev.steward.application.knowledge.MemoryUnitStoreContract;
import dev.steward.application.orchestration.AgentCommitStoreContract;
import dev.steward.application.orchestration.AgentExecutionStoreContract;
import dev.steward.application.orchestration.ApprovalRequestStoreContract;
import dev.steward.application.orchestration.CardAssignmentStoreContract;
import dev.steward.application.orchestration.OrchestrationRunStoreContract;
import dev.steward.application.orchestration.PolicyProfileStoreContract;
import dev.steward.application.orchestration.PullRequestCandidateStoreContract;
import dev.steward.application.orchestration.RunCheckStoreContract;
import dev.steward.application.planning.ApprovalContract;
import dev.steward.application.planning.ArtifactLinkStoreContract;
import dev.steward.application.planning.CardStoreContract;
import dev.steward.application.planning.ContextArtifactStoreContract;
import dev.steward.application.planning.KnowledgeItemStoreContract;
import dev.steward.application.planning.PlannedFileStoreContract;
import dev.steward.application.planning.PlanningActionStoreContract;
import dev.steward.application.planning.PlanningContract;
import dev.steward.application.planning.WorkflowActivityStoreContract;
import dev.steward.application.planning.WorkflowStoreContract;
import dev.steward.application.portfolio.AreaStoreContract;
import dev.steward.application.portfolio.CodeRepositoryStoreContract;
import dev.steward.application.portfolio.MilestoneStoreContract;
import dev.steward.application.portfolio.OrganizationStoreContract;
import dev.steward.application.portfolio.ProjectScoreStoreContract;
import dev.steward.application.portfolio.ProjectStoreContract;
import dev.steward.application.portfolio.SessionStoreContract;
import dev.steward.application.portfolio.TagStoreContract;
import dev.steward.application.portfolio.WeeklyReviewStoreContract;
import dev.steward.application.workspace.AnswerStoreContract;
import dev.steward.application.workspace.EventStoreContract;
import dev.steward.application.workspace.OriginStoreContract;
import dev.steward.application.workspace.RecurringJobStoreContract;
import dev.steward.application.workspace.SettingStoreContract;
import dev.steward.application.workspace.TokenStoreContract;
import dev.steward.application.workspace.WebhookDeliveryStoreContract;
import dev.steward.application.workspace.WebhookStoreContract;
import dev.steward.application.workspace.WorkspaceStoreContract;
import org.junit.jupiter.api.Nested;

/** Every port contract, on a real PostgreSQL. */
final class PostgresContractTest {

    private abstract static class OnServer {
        public TestDatabase database() {
            return PostgresTestDatabase.shared();
        }
    }

    @Nested
    class AgentExecutions extends OnServer implements AgentExecutionStoreContract {
    }

    @Nested
    class CardAssignments extends OnServer implements CardAssignmentStoreContract {
    }

    @Nested
    class OrchestrationRuns extends OnServer implements OrchestrationRunStoreContract {
    }

    @Nested
    class Areas extends OnServer implements AreaStoreContract {
    }

    @Nested
    class CodeRepositories extends OnServer implements CodeRepositoryStoreContract {
    }

    @Nested
    class Milestones extends OnServer implements MilestoneStoreContract {
    }

    @Nested
    class Organizations extends OnServer implements OrganizationStoreContract {
    }

    @Nested
    class RecurringJobs extends OnServer implements RecurringJobStoreContract {
    }

    @Nested
    class Origins extends OnServer implements OriginStoreContract {
    }

    @Nested
    class PolicyProfiles extends OnServer implements PolicyProfileStoreContract {
    }

    @Nested
    class Projects extends OnServer implements ProjectStoreContract {
    }

    @Nested
    class ProjectScores extends OnServer implements ProjectScoreStoreContract {
    }

    @Nested
    class Sessions extends OnServer implements SessionStoreContract {
    }

    @Nested
    class Database extends OnServer implements DbAdapterContract {
    }

    @Nested
    class Workspaces extends OnServer implements WorkspaceStoreContract {
    }

    @Nested
    class Tokens extends OnServer implements TokenStoreContract {
    }

    @Nested
    class Events extends OnServer implements EventStoreContract {
    }

    @Nested
    class Answers extends OnServer implements AnswerStoreContract {
    }

    @Nested
    class Settings extends OnServer implements SettingStoreContract {
    }

    @Nested
    class Tags extends OnServer implements TagStoreContract {
    }

    @Nested
    class WeeklyReviews extends OnServer implements WeeklyReviewStoreContract {
    }

    @Nested
    class Workflows extends OnServer implements WorkflowStoreContract {
    }

    @Nested
    class WorkflowActivities extends OnServer implements WorkflowActivityStoreContract {
    }

    @Nested
    class Cards extends OnServer implements CardStoreContract {
    }

    @Nested
    class KnowledgeItems extends OnServer implements KnowledgeItemStoreContract {
    }

    @Nested
    class PlannedFiles extends OnServer implements PlannedFileStoreContract {
    }

    @Nested
    class ContextArtifacts extends OnServer implements ContextArtifactStoreContract {
    }

    @Nested
    class ArtifactLinks extends OnServer implements ArtifactLinkStoreContract {
    }

    @Nested
    class PlanningActions extends OnServer implements PlanningActionStoreContract {
    }

    @Nested
    class AgentCommits extends OnServer implements AgentCommitStoreContract {
    }

    @Nested
    class ApprovalRequests extends OnServer implements ApprovalRequestStoreContract {
    }

    @Nested
    class PullRequestCandidates extends OnServer implements PullRequestCandidateStoreContract {
    }

    @Nested
    class RunChecks extends OnServer implements RunCheckStoreContract {
    }

    @Nested
    class Planning extends OnServer implements PlanningContract {
    }

    @Nested
    class Approvals extends OnServer implements ApprovalContract {
    }

    @Nested
    class Webhooks extends OnServer implements WebhookStoreContract {
    }

    @Nested
    class WebhookDeliveries extends OnServer implements WebhookDeliveryStoreContract {
    }

    @Nested
    class MemoryUnits extends OnServer implements MemoryUnitStoreContract {
    }

    @Nested
    class MemoryTexts extends OnServer implements MemoryTextStoreContract {
    }

    @Nested
    class MemoryRelations extends OnServer implements MemoryRelationStoreContract {
    }

    @Nested
    class MemoryEmbeddings extends OnServer implements MemoryEmbeddingStoreContract {
    }

    @Nested
    class MemoryRetrievals extends OnServer implements MemoryRetrievalStoreContract {
    }

    @Nested
    class MemoryFeedbacks extends OnServer implements MemoryFeedbackStoreContract {
    }
}
