package dev.steward.jdbc.copy;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import dev.steward.migrations.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/** What a table holds, in short: two tables with the same rows have the same one, in whichever databases they are. */
public record TableDigest(long rows, String sha256) {

    public static TableDigest of(RowSource source, Table table) {
        return reading(source, table, row -> {
        });
    }

    /** Passes the rows on while they are counted. */
    public static TableDigest reading(RowSource source, Table table, Consumer<Json.Obj> each) {
        MessageDigest digest = newDigest();
        long[] rows = {0};
        source.read(table, row -> {
            digest.update(JsonText.write(row).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            rows[0]++;
            each.accept(row);
        });
        return new TableDigest(rows[0], HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
