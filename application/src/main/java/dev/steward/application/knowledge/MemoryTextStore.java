package dev.steward.application.knowledge;

import dev.steward.domain.Id;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.planning.Card;
import dev.steward.domain.portfolio.Project;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of the memory, and the full-text index over them. It only says which memories have which words, exactly; how well they answer is
 * computed from the words, so that both databases give one order.
 */
public interface MemoryTextStore {

    /** What is compared with a question. */
    record Document(Id<MemoryUnit> id, @Nullable Id<Project> project, @Nullable Id<Card> card, MemoryUnit.Kind kind, MemoryUnit.Status status, List<String> words) {
        public Document {
            words = List.copyOf(words);
        }
    }

    /** Keeps the words of a memory that is stored, in place of those it had, at its project and card. */
    default void put(MemoryUnit unit, List<String> words) {
        putAll(Map.of(unit, words));
    }

    /** The same for several. */
    void putAll(Map<MemoryUnit, List<String>> words);

    /**
     * Memories at a place that have all of these words, whatever their status.
     *
     * @param limit at most so many, in no order; when there are fewer, they are all
     */
    Set<Id<MemoryUnit>> having(MemoryPlace place, List<String> words, int limit);

    /** The newest memories of a place. */
    List<Id<MemoryUnit>> newest(MemoryPlace place, int limit);

    /** Those of these that are there, in no order. */
    List<Document> documents(Set<Id<MemoryUnit>> ids);

    /** How many memories the workspace has, counted up to {@code limit}. */
    int count(int limit);
}
