package dev.steward.http.app;

import dev.steward.jdbc.copy.CopyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Whose the data is. What one user makes among the files of another one, such as a log of SQLite, that one could not change later. */
final class Ownership {

    private static final Path SELF = Path.of("/proc/self");
    private static final int ROOT = 0;

    private Ownership() {
    }

    /** The number of the user that runs this; empty where the system does not tell. */
    static OptionalInt self() {
        try {
            return Files.exists(SELF) ? OptionalInt.of(uid(SELF)) : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    /**
     * Does nothing for a path that is not there.
     *
     * @throws CopyException when it belongs to another user: for root always, for others when they may not write to it either
     */
    static void require(Path path, String what, int self) {
        require(path, what, self, Files.isWritable(path));
    }

    static void require(Path path, String what, int self, boolean writable) {
        try {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) || !path.toAbsolutePath().getFileSystem().supportedFileAttributeViews().contains("unix")) {
                return;
            }
            int owner = uid(path);
            if (owner == self || self != ROOT && writable) {
                return;
            }
            String name = Files.getOwner(path).getName();
            throw new CopyException(self == ROOT
                    ? what + " " + path + " belongs to the user " + name + ", and this runs as root: what root makes there, " + name
                            + " could not change later. Run it as " + name + " (sudo -u " + name + "). Nothing was changed."
                    : what + " " + path + " belongs to the user " + name + ", and the user that runs this may not write to it. Run it as " + name
                            + ", or name a folder of your own with --data-dir. Nothing was changed.");
        } catch (IOException e) {
            throw new CopyException(what + " " + path + " cannot be looked at: " + e.getMessage() + "; it has to belong to the user that runs Steward.", e);
        }
    }

    private static int uid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }
}
