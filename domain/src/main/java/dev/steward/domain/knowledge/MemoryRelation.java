package dev.steward.domain.knowledge;

import dev.steward.domain.Id;
import dev.steward.domain.Word;
import java.time.Instant;
import java.util.UUID;

/** What a memory has to do with something else, which may be gone. */
public record MemoryRelation(Id<MemoryUnit> memoryUnitId, EntityType entityType, UUID entityId, Role role, Instant createdAt) {

    public enum EntityType implements Word {
        PROJECT, WORKFLOW, ACTIVITY, CARD, KNOWLEDGE_ITEM, ARTIFACT, ASSIGNMENT, RUN, MEMORY_UNIT, SCHEMA
    }

    public enum Role implements Word {
        /** It was made from it. */
        SOURCE,
        SUPPORTS,
        CONSTRAINS,
        /** It took its place. */
        SUPERSEDES
    }
}
