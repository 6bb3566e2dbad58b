package dev.steward.application.knowledge;

import dev.steward.domain.Id;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.knowledge.MemoryVector;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The vectors of the memory, one of each unit. */
public interface MemoryEmbeddingStore {

    /**
     * @param contentHash the unit's when the vector was made
     */
    record Embedding(Id<MemoryUnit> unit, String model, String contentHash, MemoryVector vector, Instant embeddedAt) {
    }

    /** Keeps a vector in place of the one that the unit had. A unit that is gone is passed over. */
    void put(Embedding embedding);

    /** Current units without a vector of this model and dimension for what they say now; newest first. */
    List<MemoryUnit> missing(String model, int dimension, int limit);

    /** The vectors of the newest units of a place that have one of {@code statuses}; of other models and dimensions there are none. */
    List<Embedding> newest(MemoryPlace place, String model, int dimension, Set<MemoryUnit.Status> statuses, int limit);
}
