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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A folder with a file for each table, a row a line. */
record TableFiles(Path folder, Seal seal, Disk disk) implements RowSource {

    private static String name(Table table) {
        return table.name() + ".jsonl.gz";
    }

    private Path file(Table table) {
        return folder.resolve(seal.name(name(table)));
    }

    TableDigest write(Table table, RowSource source) throws IOException {
        TableDigest[] digest = new TableDigest[1];
        try {
            disk.write(file(table), () -> BackupFiles.write(file(table), out -> seal.write(name(table), out, part -> {
                GZIPOutputStream gzip = new GZIPOutputStream(part, 1 << 16);
                digest[0] = TableDigest.reading(source, table, row -> {
                    try {
                        gzip.write(JsonText.bytes(row));
                        gzip.write('\n');
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                gzip.finish();
            })));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return digest[0];
    }

    @Override
    public void read(Table table, Consumer<Json.Obj> each) {
        Path file = file(table);
        try (InputStream part = seal.reading(name(table), Files.newInputStream(file));
                InputStream in = new BufferedInputStream(new GZIPInputStream(part, 1 << 16), 1 << 16)) {
            for (byte[] line = line(in); line.length > 0; line = line(in)) {
                each.accept((Json.Obj) JsonText.parse(line));
            }
            part.transferTo(OutputStream.nullOutputStream()); // what follows the last row was not looked at yet
        } catch (SealedStream.BrokenException e) {
            throw new CopyException("The file " + file + " " + e.getMessage() + ". Take another backup.", e);
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
