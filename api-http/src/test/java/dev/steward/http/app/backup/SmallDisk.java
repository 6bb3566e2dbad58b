package dev.steward.http.app.backup;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A disk that takes so many bytes of what is written through it, and may not say beforehand how few they are. */
final class SmallDisk implements Disk {

    private final long capacity;
    private final boolean honest;
    private final Map<Path, Long> taken = new HashMap<>();
    final List<String> filledBy = new ArrayList<>();

    SmallDisk(long capacity, boolean honest) {
        this.capacity = capacity;
        this.honest = honest;
    }

    @Override
    public long free(Path folder) {
        taken.keySet().removeIf(file -> !Files.exists(file));
        return honest ? left() : 1L << 40;
    }

    private long left() {
        return capacity - taken.values().stream().mapToLong(size -> size).sum();
    }

    @Override
    public void write(Path file, Work work) throws IOException {
        taken.keySet().removeIf(other -> !Files.exists(other));
        work.run();
        long size = Files.size(file);
        if (size > left()) {
            try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
                cut.setLength(left());
            }
            filledBy.add(file.getFileName().toString());
            throw new IOException("No space left on device");
        }
        taken.put(file, size);
    }
}
