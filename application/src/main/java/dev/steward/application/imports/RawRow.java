package dev.steward.application.imports;

import dev.steward.application.CompactJson;
import dev.steward.domain.Json;
import dev.steward.domain.TextRule;

/**
 * A row exactly as it was read, so that it can be given back unchanged.
 *
 * <p>{@code raw} has every column in the order of the table, columns unknown here included. By the storage class of the
 * value, not by the column's declared type:
 *
 * <ul>
 *   <li>NULL is null;
 *   <li>an integer is a number without a fraction;
 *   <li>a real is the shortest decimal that is the same binary double, always with a fraction or an exponent (3 hours in
 *       a REAL column is {@code 3.0}); infinities and negative zero, which JSON numbers do not carry, are
 *       <code>{"$real": "Infinity"}</code>, {@code "-Infinity"} and {@code "-0.0"};
 *   <li>text is a string, character by character, without any trimming or normalization;
 *   <li>a blob is <code>{"$blob": "base64"}</code>;
 *   <li>text that no JSON store carries safely (bytes that are not valid in the file's encoding, or a NUL character, which
 *       PostgreSQL refuses in jsonb) is <code>{"$text": "base64 of the stored bytes", "$encoding": "UTF-8"}</code>, with the
 *       file's encoding: UTF-8, UTF-16le or UTF-16be.
 * </ul>
 *
 * A column never holds a JSON object otherwise, so the three forms cannot be mistaken.
 *
 * @param table the table's name in the newest version of the source
 * @param key   what names the row in its table: {@link #keyOf} its id
 */
public record RawRow(String table, String key, Json.Obj raw) {

    /** As long as a source's ids are, and short enough for an index. */
    private static final int LONGEST_KEY = 200;

    /** The id itself; of a text that is no sensible id, such as one of a thousand characters or with an {@code @}, its hash. */
    public static String keyOf(String id) {
        boolean sensible = !id.isEmpty() && id.length() <= LONGEST_KEY && id.indexOf('@') < 0 && TextRule.wellFormed(id)
                && id.chars().noneMatch(Character::isISOControl);
        return sensible ? id : "sha256-" + CompactJson.sha256(Json.obj("id", Json.of(id)));
    }
}
