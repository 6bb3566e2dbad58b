package dev.steward.http.app.backup;

import dev.steward.domain.Json;
import dev.steward.domain.Word;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.copy.TableDigest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a backup says about itself.
 *
 * @param format of the backup; this program reads {@link #FORMAT}
 * @param steward version that made it
 * @param engine {@code sqlite}: one part is a database file; {@code postgresql}: a part for each table, gzipped lines of JSON
 * @param changeSets that had made the schema, oldest first
 * @param tables rows and content of each; of an encrypted backup the digests are keyed
 * @param parts files by name, as they lie there
 * @param encryption null: it is not encrypted
 */
public record Manifest(int format, String steward, String engine, Kind kind, Instant createdAt, List<String> changeSets,
        Map<String, TableDigest> tables, Map<String, Part> parts, @Nullable Encryption encryption) {

    public static final int FORMAT = 1;
    static final String SQLITE = "sqlite";
    static final String POSTGRES = "postgresql";

    public enum Kind implements Word {
        MANUAL, DAILY, WEEKLY, PRE_MIGRATION
    }

    public record Part(long size, String sha256) {
    }

    /** Of the tables' digests: who must not read the rows must not be able to try a guess of them either. */
    private static String digestName(@Nullable Encryption encryption) {
        return encryption == null ? "sha256" : "hmac_sha256";
    }

    public boolean isEncrypted() {
        return encryption != null;
    }

    long size() {
        return parts.values().stream().mapToLong(Part::size).sum();
    }

    public long rows() {
        return tables.values().stream().mapToLong(TableDigest::rows).sum();
    }

    Json.Obj toJson() {
        Map<String, Json> counted = new LinkedHashMap<>();
        tables.forEach((name, table) -> counted.put(name, Json.obj("rows", Json.of(table.rows())).with(digestName(encryption), Json.of(table.sha256()))));
        Map<String, Json> files = new LinkedHashMap<>();
        parts.forEach((name, part) -> files.put(name, Json.obj("size", Json.of(part.size())).with("sha256", Json.of(part.sha256()))));
        Json.Obj json = Json.obj("format", Json.of(format)).with("steward", Json.of(steward)).with("engine", Json.of(engine)).with("kind", Json.of(kind.word()))
                .with("created_at", Json.of(createdAt.toString())).with("change_sets", Json.of(changeSets.stream().map(Json::of).toList()))
                .with("tables", new Json.Obj(counted)).with("parts", new Json.Obj(files));
        return encryption == null ? json : json.with("encryption", encryption.toJson());
    }

    /** @throws RuntimeException of any kind when it is not one */
    static Manifest of(Json.Obj json) {
        Encryption encryption = json.get("encryption") == null ? null : Encryption.of(object(json, "encryption"));
        Map<String, TableDigest> tables = new LinkedHashMap<>();
        object(json, "tables").members().forEach((name, table) -> tables.put(name, new TableDigest(whole((Json.Obj) table, "rows"), JsonText.text((Json.Obj) table, digestName(encryption)))));
        Map<String, Part> parts = new LinkedHashMap<>();
        object(json, "parts").members().forEach((name, part) -> parts.put(name, new Part(whole((Json.Obj) part, "size"), JsonText.text((Json.Obj) part, "sha256"))));
        return new Manifest(JsonText.integer(json, "format"), JsonText.text(json, "steward"), JsonText.text(json, "engine"),
                Word.find(Kind.class, JsonText.text(json, "kind")).orElseThrow(), Instant.parse(JsonText.text(json, "created_at")),
                ((Json.Arr) value(json, "change_sets")).items().stream().map(id -> ((Json.Text) id).value()).toList(), tables, parts, encryption);
    }

    private static Json.Obj object(Json.Obj json, String name) {
        return (Json.Obj) value(json, name);
    }

    private static long whole(Json.Obj json, String name) {
        return ((Json.Num) value(json, name)).value().longValueExact();
    }

    private static Json value(Json.Obj json, String name) {
        Json value = json.get(name);
        if (value == null) {
            throw new IllegalArgumentException("It lacks " + name);
        }
        return value;
    }
}
