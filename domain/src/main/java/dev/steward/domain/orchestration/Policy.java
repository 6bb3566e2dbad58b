package dev.steward.domain.orchestration;

import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.Violations;
import java.util.List;

/**
 * What a project asks of its agents' work (document 001). A run keeps the one it was made under.
 *
 * @param requiredChecks which checks must have passed before a pull request; at least one, each once, in the order of their vocabulary
 * @param protectedPaths what agents may see in their allowed paths but not change
 * @param forbiddenPaths what no agent may change, nor be given to change
 * @param dependencyPolicy like the next three of the project's own making: kept and handed to agents, not interpreted
 * @param leaseSeconds how long a claim holds without a heartbeat
 * @param maxAttempts how many claims of an assignment may lose their lease
 * @param requireFinalized whether only finalized cards are handed to agents
 */
public record Policy(
        List<CheckType> requiredChecks,
        PathGlobs protectedPaths,
        PathGlobs forbiddenPaths,
        Json.Obj dependencyPolicy,
        Json.Obj securityPolicy,
        Json.Obj architecturePolicy,
        Json.Obj approvalPolicy,
        FailureMode failureMode,
        int leaseSeconds,
        int maxAttempts,
        boolean requireFinalized) {

    public static final NumberRule LEASE_SECONDS = new NumberRule(1, 86_400);
    public static final NumberRule MAX_ATTEMPTS = new NumberRule(1, 100);

    /** Holds while a project has written none. */
    public static final Policy DEFAULT = new Policy(List.of(CheckType.LINT), PathGlobs.NONE, PathGlobs.NONE,
            Json.EMPTY, Json.EMPTY, Json.EMPTY, Json.EMPTY, FailureMode.WAIT_ALL, 300, 3, true);

    public Policy {
        Violations violations = Violations.check()
                .rule(!requiredChecks.isEmpty(), "required_checks", "required", "A gate without checks lets everything pass; name at least one, such as lint.")
                .number("lease_seconds", leaseSeconds, LEASE_SECONDS)
                .number("max_attempts", maxAttempts, MAX_ATTEMPTS);
        protectedPaths.check(violations, "protected_paths");
        forbiddenPaths.check(violations, "forbidden_paths");
        violations.done();
        requiredChecks = requiredChecks.stream().distinct().sorted().toList();
    }

    /** What an assignment may change that is given {@code allowed}, and more that it must not. */
    public PathRules rules(PathGlobs allowed, PathGlobs moreForbidden) {
        return new PathRules(allowed, forbiddenPaths.and(moreForbidden), protectedPaths);
    }
}
