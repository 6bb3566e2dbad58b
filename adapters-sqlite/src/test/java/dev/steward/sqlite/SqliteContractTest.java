package dev.steward.sqlite;

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

/** Every port contract, on a real SQLite file. */
final class SqliteContractTest {

    private abstract static class OnFile {
        public TestDatabase database() {
            return SqliteTestDatabase.shared();
        }
    }

    @Nested
    class AgentExecutions extends OnFile implements AgentExecutionStoreContract {
    }

    @Nested
    class CardAssignments extends OnFile implements CardAssignmentStoreContract {
    }

    @Nested
    class OrchestrationRuns extends OnFile implements OrchestrationRunStoreContract {
    }

    @Nested
    class Areas extends OnFile implements AreaStoreContract {
    }

    @Nested
    class CodeRepositories extends OnFile implements CodeRepositoryStoreContract {
    }

    @Nested
    class Milestones extends OnFile implements MilestoneStoreContract {
    }

    @Nested
    class Organizations extends OnFile implements OrganizationStoreContract {
    }

    @Nested
    class RecurringJobs extends OnFile implements RecurringJobStoreContract {
    }

    @Nested
    class Origins extends OnFile implements OriginStoreContract {
    }

    @Nested
    class PolicyProfiles extends OnFile implements PolicyProfileStoreContract {
    }

    @Nested
    class Projects extends OnFile implements ProjectStoreContract {
    }

    @Nested
    class ProjectScores extends OnFile implements ProjectScoreStoreContract {
    }

    @Nested
    class Sessions extends OnFile implements SessionStoreContract {
    }

    @Nested
    class Database extends OnFile implements DbAdapterContract {
    }

    @Nested
    class Workspaces extends OnFile implements WorkspaceStoreContract {
    }

    @Nested
    class Tokens extends OnFile implements TokenStoreContract {
    }

    @Nested
    class Events extends OnFile implements EventStoreContract {
    }

    @Nested
    class Answers extends OnFile implements AnswerStoreContract {
    }

    @Nested
    class Settings extends OnFile implements SettingStoreContract {
    }

    @Nested
    class Tags extends OnFile implements TagStoreContract {
    }

    @Nested
    class WeeklyReviews extends OnFile implements WeeklyReviewStoreContract {
    }

    @Nested
    class Workflows extends OnFile implements WorkflowStoreContract {
    }

    @Nested
    class WorkflowActivities extends OnFile implements WorkflowActivityStoreContract {
    }

    @Nested
    class Cards extends OnFile implements CardStoreContract {
    }

    @Nested
    class KnowledgeItems extends OnFile implements KnowledgeItemStoreContract {
    }

    @Nested
    class PlannedFiles extends OnFile implements PlannedFileStoreContract {
    }

    @Nested
    class ContextArtifacts extends OnFile implements ContextArtifactStoreContract {
    }

    @Nested
    class ArtifactLinks extends OnFile implements ArtifactLinkStoreContract {
    }

    @Nested
    class PlanningActions extends OnFile implements PlanningActionStoreContract {
    }

    @Nested
    class AgentCommits extends OnFile implements AgentCommitStoreContract {
    }

    @Nested
    class ApprovalRequests extends OnFile implements ApprovalRequestStoreContract {
    }

    @Nested
    class PullRequestCandidates extends OnFile implements PullRequestCandidateStoreContract {
    }

    @Nested
    class RunChecks extends OnFile implements RunCheckStoreContract {
    }

    @Nested
    class Planning extends OnFile implements PlanningContract {
    }

    @Nested
    class Approvals extends OnFile implements ApprovalContract {
    }

    @Nested
    class Webhooks extends OnFile implements WebhookStoreContract {
    }

    @Nested
    class WebhookDeliveries extends OnFile implements WebhookDeliveryStoreContract {
    }

    @Nested
    class MemoryUnits extends OnFile implements MemoryUnitStoreContract {
    }

    @Nested
    class MemoryTexts extends OnFile implements MemoryTextStoreContract {
    }

    @Nested
    class MemoryRelations extends OnFile implements MemoryRelationStoreContract {
    }

    @Nested
    class MemoryEmbeddings extends OnFile implements MemoryEmbeddingStoreContract {
    }

    @Nested
    class MemoryRetrievals extends OnFile implements MemoryRetrievalStoreContract {
    }

    @Nested
    class MemoryFeedbacks extends OnFile implements MemoryFeedbackStoreContract {
    }
}
