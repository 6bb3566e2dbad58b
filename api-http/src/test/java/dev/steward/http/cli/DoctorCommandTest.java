package dev.steward.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.Json;
import dev.steward.http.app.FirstStart;
import dev.steward.http.app.Installation;
import dev.steward.jdbc.JsonText;
import io.micronaut.context.ApplicationContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The exit code is for scripts, the list for people, the array for machines. */
@Isolated("reads what is printed")
final class DoctorCommandTest {

    @TempDir
    Path temporary;

    private static String run(int code, String... arguments) {
        PrintStream out = System.out;
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(to, true, StandardCharsets.UTF_8));
            assertThat(Main.run(arguments)).as(to.toString(StandardCharsets.UTF_8)).isEqualTo(code);
            return to.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(out);
        }
    }

    @Test
    void warningsPassAndProblemsDoNot() throws Exception {
        Path data = temporary.resolve("data");
        assertThat(run(1, "doctor", "--data-dir", data.toString())).contains("There is no data folder", "→ Check --data-dir");
        assertThat(data).doesNotExist();
        try (ApplicationContext context = new Installation(data, "", "", "", "FULL").open(Map.of("steward.zone", "UTC"))) {
            context.getBean(FirstStart.class).prepare();
        }
        assertThat(run(0, "doctor", "--data-dir", data.toString())).startsWith("warning").contains("ok       permissions:", "0 problems, ");
        Files.setPosixFilePermissions(data.resolve(FirstStart.TOKEN_FILE), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(run(1, "doctor", "--data-dir", data.toString())).startsWith("problem  permissions: ").contains("\n         → chmod 600 ");

        String json = run(1, "doctor", "--json", "--data-dir", data.toString());
        Json.Obj first = (Json.Obj) ((Json.Arr) JsonText.parse(json.getBytes(StandardCharsets.UTF_8))).items().getFirst();
        assertThat(first.members().keySet()).containsExactly("level", "check", "what", "means", "remedy");
        assertThat(JsonText.text(first, "level")).isEqualTo("problem");
    }
}
