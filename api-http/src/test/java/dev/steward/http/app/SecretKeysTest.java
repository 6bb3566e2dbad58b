package dev.steward.http.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.workspace.SecretBox;
import dev.steward.application.workspace.Secrets;
import dev.steward.jdbc.copy.CopyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sealed opens with its key, in its place, as it was; and not otherwise. */
final class SecretKeysTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Secrets SECRETS = count -> {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    };
    private static final byte[] SECRET = "pl4nted-Geheimnis".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private SecretKeys keys() {
        return SecretKeys.ofInstallation(folder, Map.of(), SECRETS);
    }

    private static String newKey() {
        return Base64.getEncoder().encodeToString(SECRETS.random(32));
    }

    @Test
    void theFirstStartMakesAKeyForItsOwnerAlone() throws IOException {
        String sealed = keys().seal(SECRET, "row 1");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secret.key")))).isEqualTo("rw-------");
        assertThat(keys().open(sealed, "row 1")).isEqualTo(SECRET);
        assertThat(sealed).matches("v1\\.[0-9a-f]{8}\\.[A-Za-z0-9_-]+").isNotEqualTo(keys().seal(SECRET, "row 1"));
        assertThat(keys().isCurrent(sealed)).isTrue();
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void severalThatStartAtOnceHaveTheSameKey() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<SecretKeys>> starts = IntStream.range(0, 8).mapToObj(i -> threads.submit(this::keys)).toList();
            String sealed = starts.getFirst().get().seal(SECRET, "row");
            for (Future<SecretKeys> start : starts) {
                assertThat(start.get().open(sealed, "row")).isEqualTo(SECRET);
            }
        }
    }

    @Test
    void itOpensNowhereElseAndNotWhenItWasChanged() {
        SecretKeys keys = keys();
        String sealed = keys.seal(SECRET, "row 1");

        assertThatThrownBy(() -> keys.open(sealed, "row 2")).isInstanceOf(SecretBox.CannotOpen.class).hasMessageContaining("belongs to another row");
        for (int i = 0; i < sealed.length(); i++) {
            String changed = sealed.substring(0, i) + (sealed.charAt(i) == 'A' ? 'B' : 'A') + sealed.substring(i + 1);
            assertThatThrownBy(() -> keys.open(changed, "row 1")).as(changed).isInstanceOf(SecretBox.CannotOpen.class)
                    .hasMessageNotContaining("pl4nted");
        }
        for (String other : List.of("", "v1", "v1..", "v1.00000000.", "v2." + sealed.substring(3), sealed + "x")) {
            assertThatThrownBy(() -> keys.open(other, "row 1")).as(other).isInstanceOf(SecretBox.CannotOpen.class);
        }
    }

    @Test
    void aNewKeySealsAndTheOldOneStillOpens() throws IOException {
        String old = keys().seal(SECRET, "row");
        Path file = folder.resolve("secret.key");
        Files.writeString(file, "# rotated\n" + newKey() + "\n\n" + Files.readString(file));
        SecretKeys both = keys();

        assertThat(both.open(old, "row")).isEqualTo(SECRET);
        assertThat(both.isCurrent(old)).isFalse();
        assertThat(both.isCurrent(both.seal(SECRET, "row"))).isTrue();

        Files.writeString(file, newKey());
        assertThatThrownBy(() -> keys().open(old, "row")).isInstanceOf(SecretBox.CannotOpen.class).hasMessageContaining("which is not there").hasMessageContaining("secret.key");
    }

    @Test
    void theEnvironmentComesFirstAndTheFileStillOpens() {
        String old = keys().seal(SECRET, "row");
        String one = newKey();
        String two = newKey();
        SecretKeys hosted = SecretKeys.ofInstallation(folder, Map.of("STEWARD_SECRET_KEY", two + ", " + one), SECRETS);
        String byOne = SecretKeys.ofInstallation(folder.resolve("none"), Map.of("STEWARD_SECRET_KEY", one), SECRETS).seal(SECRET, "row");

        assertThat(hosted.open(old, "row")).isEqualTo(SECRET);
        assertThat(hosted.open(byOne, "row")).isEqualTo(SECRET);
        assertThat(hosted.isCurrent(byOne)).isFalse();
        assertThat(folder.resolve("none")).doesNotExist();
        assertThat(hosted.toString()).doesNotContain(one).doesNotContain(two);
    }

    @Test
    void whatIsNoKeyIsSaidWithoutShowingIt() throws IOException {
        for (String wrong : List.of("geheim", "%%%", Base64.getEncoder().encodeToString(new byte[31]))) {
            assertThatThrownBy(() -> SecretKeys.ofInstallation(folder, Map.of("STEWARD_SECRET_KEY", wrong), SECRETS)).isInstanceOf(CopyException.class)
                    .hasMessageContaining("STEWARD_SECRET_KEY").hasMessageContaining("openssl rand -base64 32").hasMessageNotContaining(wrong);
        }
        Files.writeString(folder.resolve("secret.key"), "# nothing\n");
        assertThatThrownBy(this::keys).isInstanceOf(CopyException.class).hasMessageContaining("holds no key");
        Files.writeString(folder.resolve("secret.key"), "x".repeat(20_000));
        assertThatThrownBy(this::keys).isInstanceOf(CopyException.class).hasMessageContaining("20000 bytes");
    }
}
