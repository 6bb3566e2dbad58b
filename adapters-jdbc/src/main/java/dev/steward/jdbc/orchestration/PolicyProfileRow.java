package dev.steward.jdbc.orchestration;

import dev.steward.domain.Id;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.Word;
import dev.steward.domain.orchestration.CheckType;
import dev.steward.domain.orchestration.FailureMode;
import dev.steward.domain.orchestration.Policy;
import dev.steward.domain.orchestration.PolicyProfile;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code policy_profile}. */
@MappedEntity("policy_profile")
public record PolicyProfileRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        String requiredChecks,
        String protectedPaths,
        String forbiddenPaths,
        String dependencyPolicy,
        String securityPolicy,
        String architecturePolicy,
        String approvalPolicy,
        String failureMode,
        int leaseSeconds,
        int maxAttempts,
        boolean requireFinalized) {

    static PolicyProfileRow from(PolicyProfile profile, RowKey key) {
        Policy policy = profile.policy();
        return new PolicyProfileRow(key, profile.version(), profile.meta().createdAt(), profile.meta().updatedAt(), profile.projectId().value(),
                JsonText.writeTexts(policy.requiredChecks().stream().map(CheckType::word).toList()), JsonText.writeTexts(policy.protectedPaths().texts()),
                JsonText.writeTexts(policy.forbiddenPaths().texts()), JsonText.write(policy.dependencyPolicy()), JsonText.write(policy.securityPolicy()),
                JsonText.write(policy.architecturePolicy()), JsonText.write(policy.approvalPolicy()), policy.failureMode().word(),
                policy.leaseSeconds(), policy.maxAttempts(), policy.requireFinalized());
    }

    PolicyProfile toPolicyProfile() {
        return new PolicyProfile(key.meta(version, createdAt, updatedAt), new Id<>(projectId),
                new Policy(JsonText.storedTexts(requiredChecks).stream().map(word -> Word.of(CheckType.class, word)).toList(),
                        PathGlobs.parse("protected_paths", JsonText.storedTexts(protectedPaths)),
                        PathGlobs.parse("forbidden_paths", JsonText.storedTexts(forbiddenPaths)),
                        JsonText.storedObject(dependencyPolicy), JsonText.storedObject(securityPolicy), JsonText.storedObject(architecturePolicy),
                        JsonText.storedObject(approvalPolicy), Word.of(FailureMode.class, failureMode), leaseSeconds, maxAttempts, requireFinalized));
    }
}
