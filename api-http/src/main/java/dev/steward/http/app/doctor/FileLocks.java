package dev.steward.http.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who holds a lock on a file, told without asking for the lock: whoever asked could be in the way of a server that starts. */
final class FileLocks {

    /** Of the Linux kernel: {@code 3: POSIX ADVISORY WRITE pid major:minor:inode start end}. */
    private static final Path TABLE = Path.of("/proc/locks");

    private FileLocks() {
    }

    /** The ids of the processes, none when nobody does; empty when this system does not tell. */
    static Optional<List<String>> holders(Path file) throws IOException {
        if (!Files.isReadable(TABLE)) {
            return Optional.empty();
        }
        if (!Files.exists(file)) {
            return Optional.of(List.of());
        }
        String inode = ":" + Files.getAttribute(file, "unix:ino");
        try (Stream<String> lines = Files.lines(TABLE)) {
            return Optional.of(lines.map(line -> line.strip().split("\\s+")).filter(words -> words.length > 5 && !words[1].equals("->") && words[5].endsWith(inode))
                    .map(words -> words[4]).distinct().toList());
        }
    }
}
