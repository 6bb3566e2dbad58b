package dev.steward.application.imports;

import dev.steward.application.imports.ImportReport.ChangedValue;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.TextRule;
import dev.steward.domain.Word;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one raw row as values that the domain accepts; notes every value that is not the row's. A column that this row's
 * version does not have yet is its fallback without a note. Instants lose what is finer than a millisecond without a note, too.
 */
final class RowReader {

    private static final Pattern DATE = Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})([ T].*)?");
    /** SQLite's form and Python's; UTC unless there is an offset. */
    private static final Pattern INSTANT = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})[ T](\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?)(Z|[+-]\\d{2}:\\d{2})?");

    private final RawRow row;
    private final List<ChangedValue> changes = new ArrayList<>();

    RowReader(RawRow row) {
        this.row = row;
    }

    /** Names the row in its table. */
    String key() {
        return row.key();
    }

    List<ChangedValue> changes() {
        return changes;
    }

    boolean has(String column) {
        return row.raw().get(column) != null;
    }

    Json raw(String column) {
        Json value = row.raw().get(column);
        return value == null ? Json.NULL : value;
    }

    private boolean isNull(String column) {
        return raw(column) instanceof Json.Null;
    }

    void changed(String field, Json from, @Nullable Object to, String reason) {
        changes.add(new ChangedValue(row.table(), row.key(), field, from, json(to), reason));
    }

    void changed(String field, @Nullable Object to, String reason) {
        changed(field, raw(field), to, reason);
    }

    /** A value as the report shows it. */
    static Json json(@Nullable Object value) {
        return switch (value) {
            case null -> Json.NULL;
            case Json json -> json;
            case Integer number -> Json.of(number);
            case Boolean bool -> Json.of(bool);
            case Word word -> Json.of(word.word());
            default -> Json.of(value.toString());
        };
    }

    /** Text as it stands, cut at the rule's length. */
    String text(String column, TextRule rule, String fallback) {
        if (!has(column)) {
            return fallback;
        }
        String text = string(column);
        if (text == null) {
            changed(column, fallback, "not a text");
            return fallback;
        }
        return bounded(column, text, rule, fallback);
    }

    /** Text of one line: without the spaces around it. */
    String line(String column, TextRule rule, String fallback) {
        String text = string(column);
        String stripped = text == null ? "" : text.strip();
        if (text != null && !stripped.isEmpty() && !stripped.equals(text)) {
            changed(column, stripped, "spaces around it");
        }
        return bounded(column, stripped, rule, fallback);
    }

    private String bounded(String column, String text, TextRule rule, String fallback) {
        if (rule.min() > 0 && text.isBlank()) {
            changed(column, fallback, "empty");
            return fallback;
        }
        if (text.codePointCount(0, text.length()) > rule.max()) {
            changed(column, text.substring(0, text.offsetByCodePoints(0, rule.max())), "shortened to " + rule.max() + " characters");
            return text.substring(0, text.offsetByCodePoints(0, rule.max()));
        }
        return text;
    }

    /** The column as text, null when it is none; bytes that are not valid are read as Latin-1, which has a character for each. */
    @Nullable String string(String column) {
        Json value = raw(column);
        return switch (value) {
            case Json.Text text -> text.value();
            case Json.Num number -> number.value().toPlainString();
            case Json.Obj object when object.get("$text") instanceof Json.Text base64 -> noted(column, decoded(object, bytes(base64)));
            case Json.Obj object when object.get("$real") instanceof Json.Text real -> real.value();
            case Json.Obj object when object.get("$blob") instanceof Json.Text base64 && base64.value().isEmpty() -> "";
            case Json.Obj object -> null;
            case Json.Null nothing -> null;
            case Json.Bool bool -> null;
            case Json.Arr array -> null;
        };
    }

    private String noted(String column, String text) {
        changed(column, text, "bytes that are no text in the file's encoding");
        return text;
    }

    private static String decoded(Json.Obj text, byte[] bytes) {
        Charset charset = text.get("$encoding") instanceof Json.Text encoding ? Charset.forName(encoding.value()) : StandardCharsets.UTF_8;
        String decoded;
        try {
            decoded = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            decoded = new String(bytes, charset.equals(StandardCharsets.UTF_8) ? StandardCharsets.ISO_8859_1 : charset);
        }
        return decoded.replace("\0", "");
    }

    private static byte[] bytes(Json.Text base64) {
        return Base64.getDecoder().decode(base64.value());
    }

    /** A word of a vocabulary, null when it is none. */
    <W extends Enum<W> & Word> @Nullable W word(String column, Class<W> vocabulary) {
        return raw(column) instanceof Json.Text text ? Word.find(vocabulary, text.value()).orElse(null) : null;
    }

    /** A number as it stands, null when it is none. */
    @Nullable BigDecimal number(String column) {
        return raw(column) instanceof Json.Num number ? number.value() : null;
    }

    /** A whole number, brought into the bounds. */
    int whole(String column, NumberRule rule, int fallback) {
        BigDecimal number = number(column);
        if (number == null) {
            if (has(column)) {
                changed(column, fallback, "not a number");
            }
            return fallback;
        }
        BigDecimal inside = number.max(BigDecimal.valueOf(rule.min())).min(BigDecimal.valueOf(rule.max()));
        int whole = inside.setScale(0, RoundingMode.HALF_EVEN).intValueExact();
        if (BigDecimal.valueOf(whole).compareTo(number) != 0) {
            changed(column, whole, "only whole numbers from " + rule.min() + " to " + rule.max());
        }
        return whole;
    }

    /** SQLite's booleans: 0 is false, every other number true. */
    boolean flag(String column) {
        BigDecimal number = number(column);
        return number != null && number.signum() != 0;
    }

    /** The key of the row that a column refers to, null when it refers to none. */
    @Nullable String reference(String column) {
        return isNull(column) ? null : raw(column) instanceof Json.Num number ? number.value().toPlainString() : "unreadable";
    }

    /** A day, null when there is none or none can be read. */
    @Nullable LocalDate date(String column) {
        if (isNull(column)) {
            return null;
        }
        String text = raw(column) instanceof Json.Num number ? number.value().toPlainString() : string(column);
        LocalDate date = text == null ? null : date(DATE.matcher(text));
        if (date == null) {
            changed(column, null, "not a date");
        } else if (!Json.of(date.toString()).equals(raw(column))) {
            changed(column, date, "a date in another form");
        }
        return date;
    }

    private static @Nullable LocalDate date(Matcher written) {
        if (!written.matches()) {
            return null;
        }
        try {
            LocalDate date = LocalDate.of(Integer.parseInt(written.group(1)), Integer.parseInt(written.group(2)), Integer.parseInt(written.group(3)));
            return date.getYear() < 1 ? null : date;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A moment, null when there is none or none can be read. */
    @Nullable Instant instant(String column, String otherwise) {
        if (isNull(column)) {
            return null;
        }
        String text = string(column);
        Instant instant = text == null ? null : instant(INSTANT.matcher(text));
        if (instant == null) {
            changed(column, null, "not a time; " + otherwise);
        }
        return instant;
    }

    private static @Nullable Instant instant(Matcher written) {
        if (!written.matches()) {
            return null;
        }
        String local = written.group(1) + "T" + written.group(2);
        String offset = written.group(3);
        try {
            Instant instant = offset == null
                    ? LocalDateTime.parse(local).toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(local + offset).toInstant();
            int year = instant.atOffset(ZoneOffset.UTC).getYear();
            return year < 1 || year > 9999 ? null : instant.truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Nullable Instant created() {
        return instant("created_at", "the time of the import is taken");
    }

    @Nullable Instant updated(@Nullable Instant created) {
        Instant updated = instant("updated_at", "created_at is taken");
        if (updated != null && created != null && updated.isBefore(created)) {
            changed("updated_at", created, "before it was made");
            return created;
        }
        return updated == null ? created : updated;
    }

    /** Text as it stands, cut at the rule's length; empty where there is none. */
    String optional(String column, TextRule rule) {
        return isNull(column) ? "" : text(column, rule, "");
    }

    /** A word of a vocabulary. */
    <W extends Enum<W> & Word> W word(String column, Class<W> vocabulary, W fallback) {
        W word = word(column, vocabulary);
        if (word == null && has(column)) {
            changed(column, fallback, "not a word for it");
        }
        return word == null ? fallback : word;
    }

    /** A word of a vocabulary, null when there is none; one that is not of it is noted. */
    <W extends Enum<W> & Word> @Nullable W wordOrNone(String column, Class<W> vocabulary) {
        W word = word(column, vocabulary);
        if (word == null && !isNull(column)) {
            changed(column, null, "not a word for it");
        }
        return word;
    }

    /** The key of the row that a column of text refers to, null when it refers to none. */
    @Nullable String textReference(String column) {
        String text = string(column);
        return text == null ? null : RawRow.keyOf(text);
    }

    /** JSON that is kept as text; {@code fallback} when there is none, noted when it cannot be read. */
    Json json(String column, JsonReader reader, Json fallback) {
        if (isNull(column)) {
            return fallback;
        }
        String text = string(column);
        Json json = text == null ? null : reader.read(text).orElse(null);
        if (json == null) {
            changed(column, fallback, "not JSON");
            return fallback;
        }
        Json kept = storable(json);
        if (!kept.equals(json)) {
            changed(column, kept, "characters that no database keeps were left out");
        }
        return kept;
    }

    /** Without NUL and halves of characters, which JSON can spell and PostgreSQL's jsonb refuses. */
    private static Json storable(Json value) {
        return switch (value) {
            case Json.Obj object -> {
                Map<String, Json> members = new LinkedHashMap<>();
                object.members().forEach((name, member) -> members.put(storable(name), storable(member)));
                yield new Json.Obj(members);
            }
            case Json.Arr array -> Json.of(array.items().stream().map(RowReader::storable).toList());
            case Json.Text text -> Json.of(storable(text.value()));
            default -> value;
        };
    }

    private static String storable(String text) {
        if (text.indexOf('\0') < 0 && TextRule.wellFormed(text)) {
            return text;
        }
        return text.codePoints().filter(c -> c != 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** A JSON object that is kept as text; {} when there is none, noted when it is none. */
    Json.Obj object(String column, JsonReader reader) {
        Json json = json(column, reader, Json.EMPTY);
        if (json instanceof Json.Obj object) {
            return object;
        }
        changed(column, Json.EMPTY, "not a JSON object");
        return Json.EMPTY;
    }
}
