package dev.steward.domain.orchestration;

import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;

/** The policy that a project has written: one at most. */
public record PolicyProfile(Meta<PolicyProfile> meta, Id<Project> projectId, Policy policy) implements Entity<PolicyProfile> {

    /** With another policy; the same again changes nothing. */
    public PolicyProfile revise(Instant now, Policy policy) {
        return policy.equals(this.policy) ? this : new PolicyProfile(meta.next(now), projectId, policy);
    }
}
