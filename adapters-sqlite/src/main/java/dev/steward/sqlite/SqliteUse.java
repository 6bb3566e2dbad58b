package dev.steward.sqlite;

import dev.steward.jdbc.copy.CopyException;
import dev.steward.jdbc.copy.CopyableDatabase;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A lock on a file beside the database, shared by all who work with it. The operating system takes it back when a process ends,
 * however it ends. A file lock is for processes, so the uses within this one are counted.
 */
final class SqliteUse implements CopyableDatabase.Use {

    private static final Map<Path, SqliteUse> HELD = new HashMap<>();

    private final Path path;
    private final FileChannel channel;
    private final boolean shared;
    private int count = 1;

    private SqliteUse(Path path, FileChannel channel, boolean shared) {
        this.path = path;
        this.channel = channel;
        this.shared = shared;
    }

    static CopyableDatabase.Use of(Path database, boolean shared) {
        Path path = database.resolveSibling(database.getFileName() + ".in-use").toAbsolutePath();
        synchronized (HELD) {
            SqliteUse held = HELD.get(path);
            if (held != null && held.shared && shared) {
                held.count++;
                return held;
            }
            if (held != null || !lock(path, shared)) {
                throw new CopyException(shared
                        ? "The database " + database + " is being replaced or copied by another command; wait until that is done."
                        : "The database " + database + " is in use by a running server or another command; stop it first. Nothing was changed.");
            }
            return Objects.requireNonNull(HELD.get(path));
        }
    }

    private static boolean lock(Path path, boolean shared) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
            if (lock == null) {
                channel.close();
                return false;
            }
            HELD.put(path, new SqliteUse(path, channel, shared));
            return true;
        } catch (IOException e) {
            throw new CopyException("The file " + path + ", which says that the database is in use, cannot be written: the folder must exist and "
                    + "belong to the user that runs Steward (" + e + ")", e);
        }
    }

    @Override
    public void close() {
        synchronized (HELD) {
            if (--count == 0) {
                HELD.remove(path);
                try {
                    channel.close();
                } catch (IOException e) {
                    throw new CopyException("The file " + path + " cannot be closed: " + e.getMessage(), e);
                }
            }
        }
    }
}
