package dev.steward.domain.knowledge;

import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.TextRule;
import dev.steward.domain.Word;
import dev.steward.domain.planning.Card;
import dev.steward.domain.portfolio.Project;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to the memory and its answer, as they were.
 *
 * @param asked the whole question, as it can be asked again
 * @param vectors whether vectors took part, and why not
 * @param hits in the order of the answer, each with what made its rank
 */
public record MemoryRetrieval(
        Meta<MemoryRetrieval> meta,
        Purpose purpose,
        String query,
        @Nullable Id<Project> projectId,
        @Nullable Id<Card> cardId,
        Json.Obj asked,
        Json.Obj vectors,
        List<Json.Obj> hits,
        String askedBy) implements Entity<MemoryRetrieval> {

    /** More is a text, not a question. */
    public static final TextRule QUERY = TextRule.required(2_000);

    public enum Purpose implements Word {
        SEARCH,
        /** For what an agent starts from. */
        BRIEF,
        IMPORTED
    }

    public MemoryRetrieval {
        hits = List.copyOf(hits);
    }
}
