package dev.steward.application.knowledge;

import dev.steward.domain.Id;
import dev.steward.domain.knowledge.FeedbackCounts;
import dev.steward.domain.knowledge.MemoryFeedback;
import dev.steward.domain.knowledge.MemoryRetrieval;
import dev.steward.domain.knowledge.MemoryUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was thought of hits. */
public interface MemoryFeedbackStore {

    /** Keeps it, in place of what the same one thought of the same hit. */
    void put(MemoryFeedback feedback);

    /** What was thought of the hits of a retrieval, by memory and by who thought it. */
    List<MemoryFeedback> of(Id<MemoryRetrieval> retrieval);

    /** What was thought of these memories; one of which nobody thought anything is absent. */
    Map<Id<MemoryUnit>, FeedbackCounts> counts(Set<Id<MemoryUnit>> units);
}
