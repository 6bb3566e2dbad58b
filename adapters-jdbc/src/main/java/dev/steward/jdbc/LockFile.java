package dev.steward.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A file that one holds at a time: one thread of one process. The system takes it back from a process that ends. */
public final class LockFile {

    /** A file lock is for processes, not for threads. One small object stays for each file that was ever held. */
    private static final Map<Path, Object> HELD = new ConcurrentHashMap<>();

    private LockFile() {
    }

    public interface Work<R, E extends Exception> {
        R run() throws E;
    }

    /**
     * Runs {@code work} once nobody else holds {@code file}, which is made where there is none.
     *
     * @throws IOException when the file cannot be made or locked
     * @throws E what {@code work} throws
     */
    public static <R, E extends Exception> R holding(Path file, Work<R, E> work) throws IOException, E {
        synchronized (HELD.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new Object())) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
                return work.run();
            }
        }
    }
}
