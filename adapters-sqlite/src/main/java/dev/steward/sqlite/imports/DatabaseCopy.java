package dev.steward.sqlite.imports;

import static dev.steward.sqlite.imports.SourceDatabase.refused;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A private copy of an SQLite database, because SQLite cannot read a database in WAL mode without creating files beside it.
 * The write-ahead log comes along (it holds commits that the main file lacks), and so does a rollback journal (without it a
 * transaction that was cut short would be read as if committed). The shared memory file does not: SQLite rebuilds it.
 */
final class DatabaseCopy implements AutoCloseable {

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> SUFFIXES = List.of("", "-wal", "-journal");
    private static final int ATTEMPTS = 3;

    private final Path folder;
    private final String sha256;

    private DatabaseCopy(Path folder, String sha256) {
        this.folder = folder;
        this.sha256 = sha256;
    }

    static DatabaseCopy of(SourceProgram program, Path file, long maxBytes) throws IOException {
        return of(program, file, maxBytes, () -> {
        });
    }

    /** @param afterCopying runs before each look at whether the file has changed; a test writes to the file there */
    static DatabaseCopy of(SourceProgram program, Path file, long maxBytes, Runnable afterCopying) throws IOException {
        requireReadableFile(program, file);
        // SQLite puts the -wal beside the file a symbolic link leads to.
        Path source = file.toRealPath();
        // The JDK gives a temporary folder mode 0700 where the file system has modes.
        Path folder = Files.createTempDirectory("steward-import-");
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                List<Stamp> before = stamps(source);
                requireSize(file, before, maxBytes);
                String sha256 = copy(source, before, folder);
                afterCopying.run();
                if (before.equals(stamps(source))) {
                    requireSqlite(program, file, folder.resolve("copy.db"));
                    return new DatabaseCopy(folder, sha256);
                }
                deleteFiles(folder);
            }
            throw refused("%s is being written to; close %s and import again.".formatted(file, program.name()));
        } catch (IOException | RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    Path database() {
        return folder.resolve("copy.db");
    }

    String sha256() {
        return sha256;
    }

    @Override
    public void close() throws IOException {
        delete(folder);
    }

    private static void requireReadableFile(SourceProgram program, Path file) {
        if (Files.notExists(file)) {
            throw refused("%s does not exist; name the database file of %s, usually %s."
                    .formatted(file, program.name(), program.usualFile()));
        }
        if (Files.isDirectory(file)) {
            throw refused("%s is a folder; name the database file in it, usually %s.".formatted(file, program.fileName()));
        }
        if (!Files.isReadable(file)) {
            throw refused("%s cannot be read by this user; give read permission, or copy the file to where it can be read."
                    .formatted(file));
        }
        if (!Files.isRegularFile(file)) {
            throw refused("%s is not a regular file; name the database file of %s.".formatted(file, program.name()));
        }
    }

    private static void requireSize(Path file, List<Stamp> stamps, long maxBytes) {
        long bytes = stamps.stream().mapToLong(Stamp::bytes).sum();
        if (bytes > maxBytes) {
            throw refused("%s has %d bytes with its journal, and at most %d are imported; delete what is not needed and run VACUUM on a copy."
                    .formatted(file, bytes, maxBytes));
        }
    }

    private static void requireSqlite(SourceProgram program, Path file, Path copy) throws IOException {
        try (InputStream in = Files.newInputStream(copy)) {
            byte[] start = in.readNBytes(MAGIC.length);
            if (start.length == 0) {
                throw refused("%s is empty; name the database file of %s.".formatted(file, program.name()));
            }
            if (!Arrays.equals(start, MAGIC)) {
                throw refused("%s is not an SQLite database; name the database file of %s, not an export of it."
                        .formatted(file, program.name()));
            }
        }
    }

    private static String copy(Path source, List<Stamp> stamps, Path folder) throws IOException {
        MessageDigest digest = sha256Digest();
        for (int i = 0; i < SUFFIXES.size(); i++) {
            if (!stamps.get(i).exists()) {
                continue;
            }
            Path from = beside(source, SUFFIXES.get(i));
            Path to = folder.resolve("copy.db" + SUFFIXES.get(i));
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(to), digest)) {
                Files.copy(from, out);
            } catch (NoSuchFileException e) {
                if (i == 0) {
                    throw e;
                }
                // The program has just closed and removed it; the stamps differ now, and the copy is made again.
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static List<Stamp> stamps(Path source) throws IOException {
        List<Stamp> stamps = new ArrayList<>();
        for (String suffix : SUFFIXES) {
            stamps.add(Stamp.of(beside(source, suffix)));
        }
        return stamps;
    }

    private static Path beside(Path source, String suffix) {
        return source.resolveSibling(source.getFileName() + suffix);
    }

    private static void delete(Path folder) throws IOException {
        deleteFiles(folder);
        Files.delete(folder);
    }

    private static void deleteFiles(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    /** Equal before and after a copy when nobody wrote meanwhile: a checkpoint between copying the file and its log loses rows. */
    private record Stamp(long bytes, @Nullable FileTime modified, @Nullable Object fileKey) {

        static Stamp of(Path file) throws IOException {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
            } catch (NoSuchFileException e) {
                return new Stamp(0, null, null);
            }
        }

        boolean exists() {
            return modified != null;
        }
    }
}
