package dev.steward.http.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the profiles offer, and the exchanges of the official conformance suite that a client and a server share. */
final class McpToolsTest {

    /** JSON in English takes a model about one token for each four characters, these lists included; three and a half is cautious. */
    private static final double CHARACTERS_PER_TOKEN = 3.5;
    private static final int MAX_TOKENS = 6_000;

    @TempDir
    private static Path folder;
    private static ApplicationContext context;
    private static String token;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        context = ConformanceServer.open(folder);
        token = context.getBean(dev.steward.http.app.FirstStart.class).prepare().orElseThrow();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    private static HttpResponse<Stream<String>> post(String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + context.getBean(EmbeddedServer.class).getPort() + "/mcp?profile=conformance"))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json").header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body.replace('\'', '"')));
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofLines());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Json.Obj answer(String body, Map<String, String> headers) {
        return JsonText.storedObject(post(body, headers).body().collect(Collectors.joining()));
    }

    private static Json.Obj stateless(String method, String name, String capabilities, String params) {
        return answer("{'jsonrpc':'2.0','id':1,'method':'" + method + "','params':{'name':'" + name + "'," + params
                        + "'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28','io.modelcontextprotocol/clientCapabilities':" + capabilities + "}}}",
                Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", method, "Mcp-Name", name));
    }

    private static Json.Obj result(Json.Obj answer) {
        assertThat(answer.get("error")).as(JsonText.write(answer)).isNull();
        return Message.object(answer, "result");
    }

    /** docs/mcp.md says how the tokens are estimated. */
    @Test
    void theDefaultToolsCostAModelLittle() {
        String list = JsonText.write(Json.of(context.getBean(Profiles.class).named(null).tools().stream().map(Tool::describe).toList()));
        assertThat(list.length() / CHARACTERS_PER_TOKEN).as("tokens of tools/list, estimated").isLessThan(MAX_TOKENS);
    }

    @Test
    void theToolsInTheRepositoryAreThese() throws IOException {
        List<String> profiles = new ArrayList<>();
        context.getBean(Profiles.class).all().forEach((name, profile) -> {
            if (!name.equals(ConformanceProfile.NAME)) {
                profiles.add("\"" + name + "\": [\n" + profile.tools().stream()
                        .map(tool -> "  " + JsonText.write(name.equals(Profiles.DEFAULT) ? tool.describe() : Json.of(tool.name()))).collect(Collectors.joining(",\n")) + "\n]");
            }
        });
        String text = "{\n" + String.join(",\n", profiles) + "\n}\n";
        Path file = Path.of("..", "docs", "reference", "mcp-tools.json");
        if (System.getProperty("updateGolden") != null) {
            Files.writeString(file, text);
        }
        assertThat(file).as("docs/reference/mcp-tools.json: run with -DupdateGolden after a change that is meant").exists();
        assertThat(Files.readString(file)).isEqualTo(text);
    }

    /** Nobody is asked for what they do not say they can do. */
    @Test
    void aCapabilityThatIsMissingIsNamed() {
        Json.Obj error = Message.object(stateless("tools/call", "test_missing_capability", "{}", ""), "error");
        assertThat(error.get("code")).isEqualTo(Json.of(-32021));
        assertThat(JsonText.write(error)).contains("\"requiredCapabilities\":{\"sampling\":{}}");
        result(stateless("tools/call", "test_missing_capability", "{'sampling':{}}", ""));
    }

    @Test
    void anAnswerMayAskForMoreAndIsAskedAgain() {
        Json.Obj first = result(stateless("tools/call", "test_input_required_result_tampered_state", "{'elicitation':{}}", ""));
        assertThat(first.get("resultType")).isEqualTo(Json.of("input_required"));
        String state = JsonText.text(first, "requestState");
        String given = "'inputResponses':{'confirm':{'action':'accept','content':{'ok':true}}},'requestState':'";
        assertThat(result(stateless("tools/call", "test_input_required_result_tampered_state", "{'elicitation':{}}", given + state + "',")).get("resultType")).isEqualTo(Json.of("complete"));
        assertThat(Message.object(stateless("tools/call", "test_input_required_result_tampered_state", "{'elicitation':{}}", given + state + "x',"), "error").get("code")).isEqualTo(Json.of(-32602));
    }

    @Test
    void aLogIsOnlyForThoseWhoAskForIt() {
        String call = "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'test_logging_tool','_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28','io.modelcontextprotocol/clientCapabilities':{}LEVEL}}}";
        Map<String, String> headers = Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", "test_logging_tool");
        assertThat(post(call.replace("LEVEL", ""), headers).body().filter(line -> line.startsWith("data:"))).singleElement().asString().contains("Logging evaluated");
        assertThat(post(call.replace("LEVEL", ",'io.modelcontextprotocol/logLevel':'info'"), headers).body().filter(line -> line.startsWith("data:")).findFirst().orElseThrow())
                .contains("notifications/message");
    }

    /** Up to 2025-11-25 a server asks inside the stream of its answer, and is answered by a request of its own. */
    @Test
    void aClientIsAskedInTheStreamAndAnswers() {
        String session = post("{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2025-11-25','capabilities':{'sampling':{}},'clientInfo':{'name':'x','version':'1'}}}", Map.of())
                .headers().firstValue("mcp-session-id").orElseThrow();
        Map<String, String> headers = Map.of("Mcp-Session-Id", session, "MCP-Protocol-Version", "2025-11-25");
        HttpResponse<Stream<String>> streamed = post("{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'test_sampling','arguments':{'prompt':'Hello'}}}", headers);
        List<String> told = new ArrayList<>();
        streamed.body().filter(line -> line.startsWith("data: ")).map(line -> JsonText.storedObject(line.substring("data: ".length()))).forEach(message -> {
            told.add(JsonText.write(message));
            if (message.get("method") != null) {
                String id = JsonText.text(message, "id");
                assertThat(post("{'jsonrpc':'2.0','id':'" + id + "','result':{'role':'assistant','model':'m','content':{'type':'text','text':'Hi there'}}}", headers).statusCode()).isEqualTo(202);
            }
        });
        assertThat(told).hasSize(2);
        assertThat(told.getFirst()).contains("sampling/createMessage", "Hello");
        assertThat(told.getLast()).contains("LLM response: Hi there");
        assertThat(post("{'jsonrpc':'2.0','id':3,'method':'tools/call','params':{'name':'test_elicitation','arguments':{'message':'x'}}}", headers).body().collect(Collectors.joining()))
                .as("a client that did not say that it can").contains("-32021");
    }
}
