package dev.steward.http.app.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What backups are written to; a test's is small. */
interface Disk {

    Disk REAL = new Disk() {
        @Override
        public long free(Path folder) {
            try {
                return Files.getFileStore(folder).getUsableSpace();
            } catch (IOException e) {
                return Long.MAX_VALUE; // then writing will tell
            }
        }

        @Override
        public void write(Path file, Work work) throws IOException {
            work.run();
        }
    };

    /** How many bytes a folder can still take. */
    long free(Path folder);

    /** Does what makes {@code file}. */
    void write(Path file, Work work) throws IOException;

    interface Work {
        void run() throws IOException;
    }
}
