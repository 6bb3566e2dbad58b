package dev.steward.jdbc;

import dev.steward.domain.Id;
import dev.steward.domain.Word;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What may be empty, as rows hold it. Dates are ISO text in rows: sqlite-jdbc would write a {@link LocalDate} as local
 * milliseconds, and PostgreSQL takes the text for its date columns.
 */
public final class Columns {

    private Columns() {
    }

    public static @Nullable String text(@Nullable LocalDate date) {
        return date == null ? null : date.toString();
    }

    public static @Nullable LocalDate date(@Nullable String text) {
        return text == null ? null : day(text);
    }

    /** The date in a row: YYYY-MM-DD, as it was written there. */
    public static LocalDate day(String text) {
        return LocalDate.of(Integer.parseInt(text, 0, 4, 10), Integer.parseInt(text, 5, 7, 10), Integer.parseInt(text, 8, 10, 10));
    }

    public static @Nullable String text(@Nullable Word word) {
        return word == null ? null : word.word();
    }

    public static <W extends Enum<W> & Word> @Nullable W word(Class<W> vocabulary, @Nullable String text) {
        return text == null ? null : Word.of(vocabulary, text);
    }

    public static @Nullable UUID uuid(@Nullable Id<?> id) {
        return id == null ? null : id.value();
    }

    public static <T> List<UUID> uuids(Set<Id<T>> ids) {
        return ids.stream().map(Id::value).toList();
    }

    public static <T> @Nullable Id<T> id(@Nullable UUID uuid) {
        return uuid == null ? null : new Id<>(uuid);
    }

    public static @Nullable UUID uuid(@Nullable String text) {
        return text == null ? null : UUID.fromString(text);
    }
}
