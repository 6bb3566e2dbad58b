package dev.steward.application.portfolio.imports;

import dev.steward.domain.Json;

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
 * @param table the table's name in v4
 * @param key   the row's id, as decimal digits
 */
public record RawRow(String table, String key, Json.Obj raw) {
}
