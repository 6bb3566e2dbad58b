package dev.steward.domain.planning;

import dev.steward.domain.TextRule;

/** A text that may have megabytes, so that lists leave it unread. */
public sealed interface Content {

    /** As much as a body of 10 MiB can hold. */
    TextRule RULE = TextRule.optional(10 * 1024 * 1024);

    /** In characters, which are Unicode code points. */
    long length();

    record Text(String text) implements Content {
        @Override
        public long length() {
            return text.codePointCount(0, text.length());
        }
    }

    /** It is stored, but was not read. */
    record Unread(long length) implements Content {
    }
}
