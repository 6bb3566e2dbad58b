package dev.steward.jdbc.planning;

import dev.steward.domain.planning.Content;
import org.jspecify.annotations.Nullable;

/** A content in the two columns that hold it: its text, which lists leave null, and its length. */
final class ContentColumns {

    private ContentColumns() {
    }

    static @Nullable String text(@Nullable Content content) {
        return switch (content) {
            case null -> null;
            case Content.Text text -> text.text();
            case Content.Unread unread -> throw new IllegalStateException("What was read without its content cannot be written; find it first");
        };
    }

    static @Nullable Long length(@Nullable Content content) {
        return content == null ? null : content.length();
    }

    static @Nullable Content of(@Nullable String text, @Nullable Long length) {
        if (text != null) {
            return new Content.Text(text);
        }
        return length == null ? null : new Content.Unread(length);
    }
}
