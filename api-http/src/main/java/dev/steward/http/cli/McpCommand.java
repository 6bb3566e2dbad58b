package dev.steward.http.cli;

import dev.steward.http.app.FirstStart;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "mcp", mixinStandardHelpOptions = true,
        description = "Connect a client that speaks the Model Context Protocol over standard input and output with a running server. "
                + "The token comes from STEWARD_TOKEN or a file; messages go to standard error.")
final class McpCommand implements Callable<Integer> {

    @Option(names = "--url", paramLabel = "URL", defaultValue = "${env:STEWARD_URL:-http://127.0.0.1:8484}",
            description = "Where the server is (STEWARD_URL). Default: http://127.0.0.1:8484")
    String url = "";

    @Option(names = "--token-file", paramLabel = "FILE", description = "File with the token. Default: admin.token in the data folder")
    @Nullable Path tokenFile;

    @Option(names = "--data-dir", paramLabel = "DIR", defaultValue = "${env:STEWARD_HOME:-${sys:user.home}/.steward}",
            description = "Folder of the data (STEWARD_HOME). Default: ~/.steward")
    Path dataDir = Path.of("");

    @Option(names = "--profile", paramLabel = "NAME", defaultValue = "${env:STEWARD_MCP_PROFILE:-}",
            description = "Which tools are offered (STEWARD_MCP_PROFILE): default, planning, orchestration, portfolio, memory, admin or all")
    String profile = "";

    @Spec
    CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        new McpBridge(address(), this::token, System.in, System.out, command.commandLine().getErr()).run();
        return 0;
    }

    private URI address() {
        try {
            URI given = URI.create(url);
            if (given.getHost() != null && ("http".equals(given.getScheme()) || "https".equals(given.getScheme()))) {
                String path = given.getPath().replaceFirst("/$", "");
                String query = profile.isEmpty() ? "" : "?profile=" + profile;
                return given.resolve((path.endsWith("/mcp") ? path : path + "/mcp") + query);
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new ParameterException(command.commandLine(), "--url is an address such as http://127.0.0.1:8484, not '" + url + "', and --profile a name, not '" + profile + "'");
    }

    /** Read for each message: the server may have its very first start only after this. */
    private Optional<String> token() {
        String given = System.getenv("STEWARD_TOKEN");
        if (tokenFile == null && given != null && !given.isBlank()) {
            return Optional.of(given.strip());
        }
        try {
            return Optional.of(Files.readString(tokenFile == null ? dataDir.resolve(FirstStart.TOKEN_FILE) : tokenFile, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
