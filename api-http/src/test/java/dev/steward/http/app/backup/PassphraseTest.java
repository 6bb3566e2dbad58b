package dev.steward.http.app.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.jdbc.copy.CopyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a passphrase comes from, and the sentence for each one that cannot be used. */
final class PassphraseTest {

    private static final String GOOD = "correct horse battery";
    private static final Encryption ENCRYPTION = new Encryption("00".repeat(16), 64, 1, 1);

    @TempDir
    Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static void assertRefused(Path file, Map<String, String> environment, String... sentence) {
        assertThatThrownBy(() -> Passphrase.find(file, environment)).isInstanceOf(CopyException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(sentence).endsWith("."));
    }

    @Test
    void theFileOfTheOptionWinsThenTheOneOfTheEnvironmentThenTheEnvironment() throws IOException {
        Path option = file("option", GOOD + " option\n");
        Path variable = file("variable", GOOD + " variable\r\n");
        Map<String, String> environment = Map.of(Passphrase.FILE_VARIABLE, variable.toString(), Passphrase.VARIABLE, GOOD);

        assertThat(key(Passphrase.find(option, environment).orElseThrow())).isEqualTo(key(Passphrase.of(GOOD + " option", "a test")));
        assertThat(key(Passphrase.find(null, environment).orElseThrow())).isEqualTo(key(Passphrase.of(GOOD + " variable", "a test")));
        assertThat(key(Passphrase.find(null, Map.of(Passphrase.VARIABLE, GOOD)).orElseThrow())).isEqualTo(key(Passphrase.of(GOOD, "a test")));
        assertThat(Passphrase.find(null, Map.of())).isEmpty();
    }

    private static byte[] key(Passphrase passphrase) {
        return passphrase.key(ENCRYPTION);
    }

    @Test
    void theKeyFollowsFromTextAndSaltAlone() {
        assertThat(key(Passphrase.of("Zürich – 東京 long", "a test"))).as("composed or not, it is typed the same").isEqualTo(key(Passphrase.of("Zu\u0308rich – 東京 long", "a test")))
                .hasSize(32).isNotEqualTo(key(Passphrase.of("Zürich – 東京 longer", "a test")));
        assertThat(Passphrase.of(GOOD, "a test").key(new Encryption("01".repeat(16), 64, 1, 1))).isNotEqualTo(key(Passphrase.of(GOOD, "a test")));
        assertThat(Encryption.fresh().saltHex()).hasSize(32).isNotEqualTo(Encryption.fresh().saltHex());
        assertThat(Encryption.fresh().memoryKib()).isGreaterThanOrEqualTo(64 << 10);
    }

    @Test
    void whatCannotBeUsedGetsASentence() throws IOException {
        assertRefused(file("short", "secret-abcd"), Map.of(), "too weak with 11 characters", "at least 12", folder.resolve("short").toString());
        assertRefused(file("same", "aaaabbbbccccdddd"), Map.of(), "4 of them different", "at least 5");
        assertRefused(file("empty", "\n"), Map.of(), "it is empty", "at least 12");
        assertRefused(null, Map.of(Passphrase.VARIABLE, ""), "STEWARD_BACKUP_PASSPHRASE", "it is empty", "name none at all");
        assertRefused(folder.resolve("none"), Map.of(), "There is no passphrase file " + folder.resolve("none"), "--passphrase-file");
        assertRefused(folder, Map.of(), "cannot be read", "has to be a file");
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xC3, (byte) 0x28, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
        assertRefused(folder.resolve("binary"), Map.of(), "no text in UTF-8");
        assertRefused(file("long", "abcdefgh".repeat(600)), Map.of(), "has 4800 bytes", "4096 are the most");
        Files.setPosixFilePermissions(file("closed", GOOD), PosixFilePermissions.fromString("---------"));
        if (!Files.isReadable(folder.resolve("closed"))) { // root reads it all the same
            assertRefused(folder.resolve("closed"), Map.of(), "cannot be read by this user", "chmod 600");
        }
    }

    @Test
    void aFileThatOthersMayReadIsKnown() throws IOException {
        Path file = file("open", GOOD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(Passphrase.isOpenToOthers(file)).isTrue();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(Passphrase.isOpenToOthers(file)).isFalse();
    }

    @Test
    void noTextHoldsIt() {
        assertThat(Passphrase.of(GOOD, "a test").toString()).doesNotContain("horse");
        assertThatThrownBy(() -> Passphrase.of("hunter2", "a test")).isInstanceOf(CopyException.class).satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("hunter2"));
    }
}
