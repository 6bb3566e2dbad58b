package dev.steward.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.Json;
import dev.steward.http.app.FirstStart;
import dev.steward.http.mcp.ConformanceServer;
import dev.steward.jdbc.JsonText;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code steward mcp}: lines in, lines out, and a server behind them. */
final class McpBridgeTest {

    private static final String STATELESS = "'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28','io.modelcontextprotocol/clientCapabilities':{}}";

    @TempDir
    private static Path folder;
    private static ApplicationContext context;
    private static String token;
    private final StringWriter log = new StringWriter();

    @BeforeAll
    static void start() {
        context = ConformanceServer.open(folder);
        token = context.getBean(FirstStart.class).prepare().orElseThrow();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    private static URI server() {
        return URI.create("http://127.0.0.1:" + context.getBean(EmbeddedServer.class).getPort() + "/mcp?profile=conformance");
    }

    /** What is printed for these lines, until the bridge has ended. */
    private List<Json.Obj> printed(URI server, Optional<String> bearer, String... lines) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String in = String.join("\n", lines).replace('\'', '"') + "\n";
        new McpBridge(server, () -> bearer, new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), out, new PrintWriter(log)).run();
        return out.toString(StandardCharsets.UTF_8).lines().map(JsonText::storedObject).toList();
    }

    private static Json at(Json.Obj message, String... steps) {
        Json at = message;
        for (String step : steps) {
            at = at instanceof Json.Obj object ? object.members().getOrDefault(step, Json.NULL) : Json.NULL;
        }
        return at;
    }

    @Test
    void messagesPassAndTheEndOfTheInputEndsIt() throws IOException, InterruptedException {
        List<Json.Obj> printed = printed(server(), Optional.of(token),
                "{'jsonrpc':'2.0','id':'ä\u2028','method':'initialize','params':{'protocolVersion':'2025-11-25','capabilities':{}}}", "",
                "{'jsonrpc':'2.0','method':'notifications/initialized'}");
        assertThat(printed).hasSize(1);
        assertThat(at(printed.getFirst(), "id")).isEqualTo(Json.of("ä\u2028"));
        assertThat(at(printed.getFirst(), "result", "protocolVersion")).isEqualTo(Json.of("2025-11-25"));
        assertThat(log.toString()).isEmpty();
    }

    @Test
    void eachMessageOfAStreamIsALine() throws IOException, InterruptedException {
        List<Json.Obj> printed = printed(server(), Optional.of(token),
                "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'test_tool_with_progress','_meta':{'progressToken':'p'}}}");
        assertThat(printed.stream().map(message -> at(message, "params", "progress"))).containsExactly(Json.of(0), Json.of(50), Json.of(100), Json.NULL);
        assertThat(at(printed.getLast(), "id")).isEqualTo(Json.of(1));
    }

    @Test
    void whatTheHeadersMustRepeatIsReadFromTheMessage() throws IOException, InterruptedException {
        List<Json.Obj> printed = printed(server(), Optional.of(token),
                "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'test_simple_text'," + STATELESS + "}}");
        assertThat(at(printed.getFirst(), "result", "resultType")).isEqualTo(Json.of("complete"));
        List<Json.Obj> strange = printed(server(), Optional.of(token), "{'jsonrpc':'2.0','id':1,'method':'resources/read','params':{'uri':'test://träger x'," + STATELESS + "}}");
        assertThat(at(strange.getFirst(), "error", "message")).isEqualTo(Json.of("Resource not found"));
    }

    @Test
    void whatCannotBePassedIsAnsweredWithAnError() throws IOException, InterruptedException {
        String ping = "{'jsonrpc':'2.0','id':5,'method':'ping'}";
        Json.Obj nobody = printed(URI.create("http://127.0.0.1:1/mcp"), Optional.of(token), ping, "{'jsonrpc':'2.0','method':'notifications/initialized'}").getFirst();
        assertThat(at(nobody, "id")).isEqualTo(Json.of(5));
        assertThat(at(nobody, "error", "message").toString()).contains("No Steward answers at http://127.0.0.1:1/mcp", "steward serve");
        assertThat(at(printed(server(), Optional.empty(), ping).getFirst(), "error", "message").toString()).contains("STEWARD_TOKEN");
        assertThat(at(printed(server(), Optional.of("stw_wrong"), ping).getFirst(), "error", "message").toString()).contains("401", "steward token create");
        assertThat(at(printed(server(), Optional.of(token), "no message").getFirst(), "error", "code")).isEqualTo(Json.of(-32700));
        assertThat(log.toString()).contains("STEWARD_TOKEN").doesNotContain(token);
    }
}
