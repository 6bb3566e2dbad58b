package dev.steward.http.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.http.app.backup.Backup;
import dev.steward.http.app.backup.Manifest;
import dev.steward.jdbc.copy.CopyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data of another user is left alone. */
final class OwnershipTest {

    private static final int SOMEBODY = 54_321;

    @TempDir
    Path folder;

    private static int me() {
        return Ownership.self().orElseThrow();
    }

    @Test
    void rootLeavesTheFoldersOfOthersAlone() throws IOException {
        int owner = (Integer) Files.getAttribute(folder, "unix:uid");
        Ownership.require(folder, "The data folder", owner);
        Ownership.require(folder.resolve("none"), "The data folder", 0);
        if (owner != 0) {
            assertThatThrownBy(() -> Ownership.require(folder, "The data folder", 0)).isInstanceOf(CopyException.class).hasMessageContaining("and this runs as root");
        } else {
            Files.setAttribute(folder, "unix:uid", SOMEBODY);
            assertThatThrownBy(() -> Ownership.require(folder, "The data folder", 0)).isInstanceOf(CopyException.class)
                    .hasMessage("The data folder " + folder + " belongs to the user " + SOMEBODY + ", and this runs as root: what root makes there, " + SOMEBODY
                            + " could not change later. Run it as " + SOMEBODY + " (sudo -u " + SOMEBODY + "). Nothing was changed.");
            Files.setAttribute(folder, "unix:uid", 0);
        }
    }

    @Test
    void othersNeedToBeAbleToWrite() {
        int other = me() + 1;
        Ownership.require(folder, "The data folder", other, true); // a folder of a group that this user is in, for example
        assertThatThrownBy(() -> Ownership.require(folder, "The data folder", other, false)).isInstanceOf(CopyException.class)
                .hasMessageContaining(folder + " belongs to the user ").hasMessageContaining("and the user that runs this may not write to it").hasMessageContaining("--data-dir");
    }

    /** As far as this can be tried: only root can give a folder away. */
    @Test
    void nothingIsBackedUpRestoredOrMigratedInSomebodyElsesFolder() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Installation installation = new Installation(data, "", "", "", "FULL");
        installation.migrate();
        Backup backup = installation.backups().create(Manifest.Kind.MANUAL);
        if (me() == 0) {
            Files.setAttribute(data, "unix:uid", SOMEBODY);
        } else {
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-x------"));
        }
        Map<String, Object> before = listing();

        refuses(installation::migrate);
        refuses(() -> installation.rollback(1));
        if (me() == 0) {
            refuses(installation::backups);
            refuses(() -> installation.backups().restore(backup));
            refuses(() -> installation.open(Map.of("steward.zone", "UTC")));
            Installation elsewhere = new Installation(Files.createDirectory(folder.resolve("own")), data.resolve("steward.db").toString(), "", "", "FULL");
            Files.setAttribute(data.resolve("steward.db"), "unix:uid", SOMEBODY);
            before = listing();
            refuses(elsewhere::migrate);
        }

        assertThat(listing()).isEqualTo(before);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }

    private static void refuses(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(RuntimeException.class).satisfies(refusal -> assertThat(refusal.getMessage()).containsAnyOf("belongs to the user", "belong to the user"));
    }

    private Map<String, Object> listing() throws IOException {
        Map<String, Object> listing = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                listing.put(file.toString(), Files.getLastModifiedTime(file) + " " + Files.size(file));
            }
        }
        return listing;
    }
}
