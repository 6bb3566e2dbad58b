package dev.steward.http.app.backup;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.copy.CopyException;
import dev.steward.jdbc.copy.RowSource;
import dev.steward.jdbc.copy.TableDigest;
import dev.steward.migrations.Table;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A folder with a file for each table, a row a line. */
record TableFiles(Path folder) implements RowSource {

    static String name(String table) {
        return table + ".jsonl.gz";
    }

    TableDigest write(Table table, RowSource source) throws IOException {
        TableDigest[] digest = new TableDigest[1];
        try {
            BackupFiles.write(folder.resolve(name(table.name())), out -> {
                GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 16);
                digest[0] = TableDigest.reading(source, table, row -> {
                    try {
                        gzip.write(JsonText.bytes(row));
                        gzip.write('\n');
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                gzip.finish();
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return digest[0];
    }

    @Override
    public void read(Table table, Consumer<Json.Obj> each) {
        Path file = folder.resolve(name(table.name()));
        try (InputStream in = new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file), 1 << 16), 1 << 16)) {
            for (byte[] line = line(in); line.length > 0; line = line(in)) {
                each.accept((Json.Obj) JsonText.parse(line));
            }
        } catch (IOException | ClassCastException e) {
            throw new CopyException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1_024);
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toByteArray();
    }
}
