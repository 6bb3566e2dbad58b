package dev.steward.application.knowledge;

import dev.steward.application.Store;
import dev.steward.domain.knowledge.MemoryRetrieval;
import java.time.Instant;

/** The log of questions and answers. */
public interface MemoryRetrievalStore extends Store<MemoryRetrieval> {

    /** Removes the oldest of those made before {@code instant}, at most {@code limit}. Answers how many. */
    int forgetBefore(Instant instant, int limit);
}
