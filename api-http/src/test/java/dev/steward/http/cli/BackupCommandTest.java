package dev.steward.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import dev.steward.postgres.PostgresServer;
import dev.steward.postgres.PostgresSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Exit codes and sentences of backup, move, export and import. */
@Isolated("reads what is printed")
final class BackupCommandTest {

    @TempDir
    Path folder;

    private record Result(int code, String out, String err) {
    }

    private Result plain(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            return new Result(Main.run(arguments), printed.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Result steward(String... arguments) {
        return plain(Stream.concat(Stream.of(arguments), Stream.of("--data-dir", data().toString())).toArray(String[]::new));
    }

    private static String only(Result result, String member) {
        assertThat(result.code()).as(result.err()).isZero();
        List<Json> items = ((Json.Arr) JsonText.stored(result.out())).items();
        assertThat(items).hasSize(1);
        return JsonText.text((Json.Obj) items.getFirst(), member);
    }

    @Test
    void aBackupIsMadeWhileAServerRunsAndRestoredWhenNoneDoes() throws Exception {
        String name;
        try (ServerProcess server = ServerProcess.start(data())) {
            Result created = steward("backup", "create", "--json");
            name = only(created, "name");
            assertThat(only(created, "kind")).isEqualTo("manual");
            assertThat(only(created, "verified_at")).isNotEmpty();
            assertThat(only(steward("backup", "list", "--json"), "name")).isEqualTo(name);

            Result refused = steward("backup", "restore", name);
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err()).startsWith("steward: The database ").contains("in use by a running server").contains("Nothing was changed");
            Result move = plain("move", "--from", data().resolve("steward.db").toString(), "--to", folder.resolve("b.db").toString());
            assertThat(move.code()).isEqualTo(1);
            assertThat(move.err()).contains("running server");
            assertThat(folder.resolve("b.db")).doesNotExist();
            server.kill();
        }
        assertThat(steward("workspace", "create", "later").code()).isZero();

        Result restored = steward("backup", "restore", name);

        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(restored.out()).contains("Restored " + name).contains("What was there before is now " + data().resolve("steward.db.before-restore-"));
        assertThat(only(steward("workspace", "list", "--json"), "slug")).isEqualTo("default");
        assertThat(steward("backup", "verify", name).out()).contains(name);
        try (ServerProcess server = ServerProcess.start(data())) {
            assertThat(server.printed()).contains("Steward").doesNotContain("Admin token");
        }
    }

    @Test
    void wrongUseGetsASentence() throws Exception {
        assertThat(steward("backup", "verify", "yesterday").err()).isEqualTo("steward: There is no backup 'yesterday' in " + data().resolve("backups")
                + "; 'steward backup list' shows those that exist.\n");
        assertThat(steward("backup", "create").err()).contains("There is no database file");
        assertThat(steward("backup", "restore").code()).isEqualTo(2);
        assertThat(steward("serve", "--backup-schedule", "maybe").code()).isEqualTo(2);
        assertThat(plain("move", "--from", "x").code()).isEqualTo(2);
        assertThat(steward("workspace", "create", "default").code()).isZero();
        assertThat(steward("export", folder.resolve("x").toString(), "--format", "word").err()).contains("formats are jsonl, csv, sql, markdown");

        String name = only(steward("backup", "create", "--json"), "name");
        Files.writeString(data().resolve("backups").resolve(name).resolve("manifest.json"), "{");
        assertThat(steward("backup", "list").err()).contains(name + " is damaged");
        assertThat(steward("backup", "restore", name).err()).contains("is damaged");
    }

    @Test
    void aPassphraseComesFromAFileAndIsSaidNowhere() throws Exception {
        String passphrase = "correct horse battery";
        Path file = Files.writeString(folder.resolve("passphrase"), passphrase + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String[] with = {"--passphrase-file", file.toString()};
        assertThat(steward("workspace", "create", "default").code()).isZero();

        Result created = steward("backup", "create", "--json", with[0], with[1]);
        String name = only(created, "name");
        assertThat(created.out()).contains("\"encrypted\":true");
        assertThat(created.out() + created.err()).doesNotContain("horse");
        assertThat(only(steward("backup", "list", "--json"), "name")).as("a list needs no passphrase").isEqualTo(name);
        assertThat(steward("backup", "verify", name, with[0], with[1]).out()).contains(name);
        assertThat(steward("backup", "verify", name).err()).startsWith("steward: The backup " + name + " is encrypted, and there is no passphrase.");
        assertThat(steward("backup", "restore", name).err()).contains("is encrypted").contains("Nothing was changed.");

        Path other = Files.writeString(folder.resolve("other"), "another horse battery");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-r--r--"));
        Result refused = steward("backup", "restore", name, "--passphrase-file", other.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).startsWith("steward: warning: the passphrase file " + other + " is open to other users; chmod 600 " + other + "\nsteward: The passphrase does not fit the backup " + name)
                .doesNotContain("another horse");
        assertThat(steward("backup", "create", "--passphrase-file", folder.resolve("none").toString()).err()).isEqualTo("steward: There is no passphrase file " + folder.resolve("none")
                + "; check --passphrase-file and STEWARD_BACKUP_PASSPHRASE_FILE.\n");
        assertThat(steward("backup", "create", "--passphrase", passphrase).code()).as("never as an argument").isEqualTo(2);
        assertThat(steward("doctor", "--passphrase-file", other.toString()).out()).contains("passphrase: " + other + " is open to other users (rw-r--r--)");
        assertThat(steward("doctor", with[0], with[1]).out()).contains("Only its owner may read the passphrase file");

        assertThat(steward("workspace", "create", "later").code()).isZero();
        assertThat(steward("backup", "restore", name, with[0], with[1]).out()).contains("Restored " + name);
        assertThat(only(steward("workspace", "list", "--json"), "slug")).isEqualTo("default");
        assertThat(steward("migrate", "--rollback", "1", with[0], with[1]).code()).isZero();
        assertThat(steward("backup", "list", "--json").out()).contains("\"kind\":\"pre_migration\"").doesNotContain("\"encrypted\":false");
    }

    @Test
    void everythingMovesToPostgresAndAWorkspaceTravelsAsAFile() {
        assertThat(steward("workspace", "create", "default").code()).isZero();
        PostgresSettings postgres = PostgresServer.newDatabase();

        Result moved = plain("move", "--from", data().resolve("steward.db").toString(), "--to", postgres.url(), "--to-user", postgres.user());
        assertThat(moved.code()).as(moved.err()).isZero();
        assertThat(moved.err()).contains("workspace: 1 rows");
        assertThat(moved.out()).contains("tables are the same in both databases");
        String[] there = {"--db", postgres.url(), "--db-user", postgres.user()};
        assertThat(only(steward(Stream.concat(Stream.of("workspace", "list", "--json"), Stream.of(there)).toArray(String[]::new)), "slug")).isEqualTo("default");

        Path file = folder.resolve("default.jsonl");
        assertThat(steward(Stream.concat(Stream.of("export", file.toString()), Stream.of(there)).toArray(String[]::new)).out()).contains("Wrote 2 rows");
        assertThat(steward("workspace", "create", "new").code()).isZero();
        assertThat(steward("import", "jsonl", file.toString(), "--workspace", "new").out()).isEqualTo("Imported 2 rows.\n");
        assertThat(steward("export", folder.resolve("new.jsonl").toString(), "--workspace", "new").code()).isZero();
        assertThat(folder.resolve("new.jsonl")).hasSameBinaryContentAs(file);
    }
}
