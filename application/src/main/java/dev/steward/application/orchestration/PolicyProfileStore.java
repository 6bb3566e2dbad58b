package dev.steward.application.orchestration;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.PolicyProfile;
import dev.steward.domain.portfolio.Project;
import java.util.Optional;

/** The policies that projects have written, at most one each. */
public interface PolicyProfileStore extends Store<PolicyProfile> {

    Optional<PolicyProfile> findByProject(Id<Project> project);
}
