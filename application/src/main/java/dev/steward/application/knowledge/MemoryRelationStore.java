package dev.steward.application.knowledge;

import dev.steward.domain.Id;
import dev.steward.domain.knowledge.MemoryRelation;
import dev.steward.domain.knowledge.MemoryUnit;
import java.util.List;

/** What memories have to do with other things. */
public interface MemoryRelationStore {

    /** Keeps the relation; false when it was there. */
    boolean put(MemoryRelation relation);

    /** Keeps those of these that are not there. */
    void putAll(List<MemoryRelation> relations);

    /** Removes the relation; false when there was none. When it was made plays no part. */
    boolean remove(MemoryRelation relation);

    /** The relations of a memory, by type, id and role. */
    List<MemoryRelation> of(Id<MemoryUnit> unit);
}
