package dev.steward.domain.planning;

import dev.steward.domain.Id;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;

/**
 * That a card needs an artifact of its project.
 *
 * @param linkedBy who linked it, as they called themselves
 * @param usageHint what to take from it
 */
public record ArtifactLink(
        Id<Project> projectId,
        Id<Card> cardId,
        Id<ContextArtifact> contextArtifactId,
        String linkedBy,
        String usageHint,
        Instant linkedAt) {

    public static final TextRule LINKED_BY = TextRule.optional(200);
    public static final TextRule USAGE_HINT = TextRule.optional(5_000);

    public ArtifactLink {
        Violations.check().text("linked_by", linkedBy, LINKED_BY).text("usage_hint", usageHint, USAGE_HINT).done();
    }
}
