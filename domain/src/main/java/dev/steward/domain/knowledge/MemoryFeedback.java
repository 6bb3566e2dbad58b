package dev.steward.domain.knowledge;

import dev.steward.domain.Id;
import dev.steward.domain.TextRule;
import dev.steward.domain.Word;
import java.time.Instant;

/** What somebody thought of a memory as the answer to a question; the last word of each about each counts. */
public record MemoryFeedback(Id<MemoryRetrieval> retrievalId, Id<MemoryUnit> memoryUnitId, String givenBy, Verdict verdict, String note, Instant givenAt) {

    public static final TextRule NOTE = TextRule.optional(2_000);

    public enum Verdict implements Word {
        USEFUL,
        /** True, but no answer to what was asked. */
        NOT_USEFUL,
        /** Not true, or not any more. */
        WRONG
    }
}
