package dev.steward.application.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.orchestration.CheckType;
import dev.steward.domain.orchestration.FailureMode;
import dev.steward.domain.orchestration.Policy;
import dev.steward.domain.orchestration.PolicyProfile;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

public interface PolicyProfileStoreContract extends StoreContract<PolicyProfile> {

    @Override
    default Class<PolicyProfileStore> port() {
        return PolicyProfileStore.class;
    }

    @Override
    default PolicyProfile sample(Id<Workspace> workspace) {
        return aProfile(PortfolioSamples.project(database(), workspace).id(), Policy.DEFAULT);
    }

    @Override
    default PolicyProfile changed(PolicyProfile profile) {
        Policy policy = profile.policy();
        return profile.revise(TestDatabase.now(), new Policy(policy.requiredChecks(), policy.protectedPaths(), policy.forbiddenPaths(), policy.dependencyPolicy(),
                policy.securityPolicy(), policy.architecturePolicy(), policy.approvalPolicy(), policy.failureMode(), policy.leaseSeconds() + 1, policy.maxAttempts(), false));
    }

    @Override
    default List<PolicyProfile> edges(Id<Workspace> workspace) {
        Json.Obj free = Json.obj("größe", Json.of(List.of(Json.of(1), Json.NULL, Json.of(PortfolioSamples.FOREIGN)))).with("a", Json.obj("b", Json.of(true)));
        return List.of(
                aProfile(PortfolioSamples.project(database(), workspace).id(), new Policy(List.of(CheckType.values()), PathGlobs.of("größe/**", "app/[id]"),
                        PathGlobs.of("**/*.pem"), free, free, free, free, FailureMode.FAIL_FAST, 86_400, 100, false)),
                aProfile(PortfolioSamples.project(database(), workspace).id(), new Policy(List.of(CheckType.E2E), PathGlobs.NONE, PathGlobs.NONE,
                        Json.EMPTY, Json.EMPTY, Json.EMPTY, Json.EMPTY, FailureMode.WAIT_ALL, 1, 1, true)));
    }

    @Override
    default Map<String, PolicyProfile> taken(Id<Workspace> workspace, PolicyProfile stored) {
        return Map.of("policy_profile_project_id_unique", aProfile(stored.projectId(), Policy.DEFAULT));
    }

    @Test
    default void itIsFoundByItsProject() {
        Id<Workspace> workspace = database().newWorkspace();
        PolicyProfile profile = insert(workspace);

        assertThat(lookUp(workspace, stores -> stores.of(PolicyProfileStore.class).findByProject(profile.projectId()))).contains(profile);
        assertThat(lookUp(workspace, stores -> stores.of(PolicyProfileStore.class).findByProject(new Id<>(TestDatabase.newId())))).isEmpty();
        assertThat(lookUp(database().newWorkspace(), stores -> stores.of(PolicyProfileStore.class).findByProject(profile.projectId()))).isEmpty();
    }

    private static PolicyProfile aProfile(Id<Project> project, Policy policy) {
        return new PolicyProfile(PortfolioSamples.meta(), project, policy);
    }
}
