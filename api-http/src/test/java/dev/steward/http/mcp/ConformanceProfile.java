package dev.steward.http.mcp;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The tools, resources and prompts that the official conformance suite asks a server for. They test the protocol and do nothing, so they
 * are no part of what is shipped: a test registers this profile with a server of its own.
 */
final class ConformanceProfile implements Profile {

    static final String NAME = "conformance";
    private static final String PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
    private static final String WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";
    private static final String DIALECT = """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
             "$defs":{"address":{"$anchor":"addressDef","type":"object","properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
             "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},"contactMethod":{"type":"string","enum":["phone","email"]},
               "phone":{"type":"string"},"email":{"type":"string"}},
             "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],
             "if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},"then":{"required":["phone"]},"else":{"required":["email"]},
             "additionalProperties":false}""";

    /** A tool in a few words. */
    private record Fixture(String name, Json.Obj input, boolean streams, Function<Exchange, Json.Obj> work) implements Tool {

        @Override
        public Json.Obj describe() {
            return Json.obj("name", Json.of(name)).with("description", Json.of("Tests " + name + ".")).with("inputSchema", input);
        }

        @Override
        public boolean streams(Json.Obj arguments) {
            return streams;
        }

        @Override
        public Json.Obj call(Exchange exchange, Json.Obj arguments) {
            return work.apply(exchange);
        }
    }

    private static Json.Obj json(String text) {
        return JsonText.storedObject(text);
    }

    private static Tool tool(String name, Function<Exchange, Json.Obj> work) {
        return new Fixture(name, json("{\"type\":\"object\",\"properties\":{}}"), false, work);
    }

    private static Tool streaming(String name, Function<Exchange, Json.Obj> work) {
        return new Fixture(name, json("{\"type\":\"object\",\"properties\":{}}"), true, work);
    }

    private static Tool asking(String name, String argument, Function<Exchange, Json.Obj> work) {
        return new Fixture(name, json("{\"type\":\"object\",\"properties\":{\"" + argument + "\":{\"type\":\"string\"}},\"required\":[\"" + argument + "\"]}"), true, work);
    }

    private static Json.Obj content(Json... items) {
        return Json.obj("content", Json.of(List.of(items)));
    }

    private static Json.Obj said(String text) {
        return content(Tool.text(text));
    }

    private static String argument(Exchange exchange, String name) {
        return JsonText.text(exchange.message().object("arguments"), name);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Tool> tools() {
        List<Tool> tools = new ArrayList<>(List.of(
                tool("test_simple_text", exchange -> said("This is a simple text response for testing.")),
                tool("test_image_content", exchange -> content(json("{\"type\":\"image\",\"data\":\"" + PNG + "\",\"mimeType\":\"image/png\"}"))),
                tool("test_audio_content", exchange -> content(json("{\"type\":\"audio\",\"data\":\"" + WAV + "\",\"mimeType\":\"audio/wav\"}"))),
                tool("test_embedded_resource", exchange -> content(json("""
                        {"type":"resource","resource":{"uri":"test://embedded-resource","mimeType":"text/plain","text":"This is an embedded resource content."}}"""))),
                tool("test_multiple_content_types", exchange -> content(Tool.text("Multiple content types test:"),
                        json("{\"type\":\"image\",\"data\":\"" + PNG + "\",\"mimeType\":\"image/png\"}"), json("""
                        {"type":"resource","resource":{"uri":"test://mixed-content-resource","mimeType":"application/json","text":"{\\"test\\":\\"data\\",\\"value\\":123}"}}"""))),
                tool("test_error_handling", exchange -> said("This tool intentionally returns an error for testing").with("isError", Json.of(true))),
                new Fixture("json_schema_2020_12_tool", json(DIALECT), false, exchange -> said("JSON Schema 2020-12 tool called with: " + JsonText.write(exchange.message().object("arguments")))),
                streaming("test_tool_with_logging", exchange -> {
                    Stream.of("Tool execution started", "Tool processing data", "Tool execution completed").forEach(line -> exchange.log("info", Json.of(line)));
                    return said("Tool with logging executed successfully");
                }),
                streaming("test_tool_with_progress", exchange -> {
                    Stream.of(0L, 50L, 100L).forEach(step -> exchange.progress(step, Optional.of(100L), "Completed step " + step + " of 100"));
                    return said(exchange.progressToken().map(JsonText::write).orElse("0"));
                })));
        tools.addAll(asked());
        tools.addAll(rounds());
        return tools;
    }

    /** Up to 2025-11-25 the server asks inside the stream of its answer. */
    private static List<Tool> asked() {
        return List.of(
                asking("test_sampling", "prompt", exchange -> said("LLM response: " + JsonText.text(Message.object(exchange.ask("sampling", "sampling/createMessage",
                        Json.obj("messages", Json.of(List.of(Json.obj("role", Json.of("user")).with("content", Tool.text(argument(exchange, "prompt"))))))
                                .with("maxTokens", Json.of(100))), "content"), "text"))),
                asking("test_elicitation", "message", exchange -> elicited(exchange, argument(exchange, "message"), """
                        {"type":"object","properties":{"response":{"type":"string","description":"User's response"}},"required":["response"]}""")),
                streaming("test_elicitation_sep1034_defaults", exchange -> elicited(exchange, "Please review and update the form fields with defaults", """
                        {"type":"object","properties":{"name":{"type":"string","description":"User name","default":"John Doe"},
                          "age":{"type":"integer","description":"User age","default":30},"score":{"type":"number","description":"User score","default":95.5},
                          "status":{"type":"string","description":"User status","enum":["active","inactive","pending"],"default":"active"},
                          "verified":{"type":"boolean","description":"Verification status","default":true}},"required":[]}""")),
                streaming("test_elicitation_sep1330_enums", exchange -> elicited(exchange, "Please select options from the enum fields", """
                        {"type":"object","properties":{
                          "untitledSingle":{"type":"string","description":"Select one option","enum":["option1","option2","option3"]},
                          "titledSingle":{"type":"string","description":"Select one option with titles","oneOf":[{"const":"value1","title":"First Option"},
                            {"const":"value2","title":"Second Option"},{"const":"value3","title":"Third Option"}]},
                          "legacyEnum":{"type":"string","description":"Select one option (legacy)","enum":["opt1","opt2","opt3"],"enumNames":["Option One","Option Two","Option Three"]},
                          "untitledMulti":{"type":"array","description":"Select multiple options","minItems":1,"maxItems":3,"items":{"type":"string","enum":["option1","option2","option3"]}},
                          "titledMulti":{"type":"array","description":"Select multiple options with titles","minItems":1,"maxItems":3,
                            "items":{"anyOf":[{"const":"value1","title":"First Choice"},{"const":"value2","title":"Second Choice"},{"const":"value3","title":"Third Choice"}]}}},
                          "required":[]}""")));
    }

    private static Json.Obj elicited(Exchange exchange, String message, String schema) {
        Json.Obj answer = exchange.ask("elicitation", "elicitation/create", Json.obj("message", Json.of(message)).with("requestedSchema", json(schema)));
        return said("Elicitation completed: action=" + JsonText.text(answer, "action") + ", content=" + JsonText.write(Message.object(answer, "content")));
    }

    /** From 2026-07-28 on an answer says what is missing, and the request comes again with it. */
    private static List<Tool> rounds() {
        return List.of(
                tool("test_missing_capability", exchange -> {
                    if (!exchange.clientCan("sampling")) {
                        throw McpException.missingCapability("sampling");
                    }
                    return said("Success");
                }),
                streaming("test_streaming_elicitation", exchange -> inputRequired(Json.obj("user_name", elicitation("What is your name?", "name", "string")), "")),
                streaming("test_logging_tool", exchange -> {
                    exchange.log("info", Json.of("Diagnostic trace"));
                    return said("Logging evaluated");
                }),
                tool("test_input_required_result_elicitation", exchange -> given(exchange, "user_name").map(answer -> said("Hello, " + answered(answer, "name") + "!"))
                        .orElseGet(() -> inputRequired(Json.obj("user_name", elicitation("What is your name?", "name", "string")), ""))),
                tool("test_input_required_result_sampling", exchange -> given(exchange, "capital_question")
                        .map(answer -> said("Sampling result: " + JsonText.text(Message.object(answer, "content"), "text")))
                        .orElseGet(() -> inputRequired(Json.obj("capital_question", sampling("What is the capital of France?")), ""))),
                tool("test_input_required_result_list_roots", exchange -> given(exchange, "client_roots").map(answer -> said("Found the roots " + JsonText.write(answer)))
                        .orElseGet(() -> inputRequired(Json.obj("client_roots", roots()), ""))),
                tool("test_input_required_result_request_state", exchange -> given(exchange, "confirm").filter(answer -> state(exchange).equals("confirm"))
                        .map(answer -> said("state-ok"))
                        .orElseGet(() -> inputRequired(Json.obj("confirm", elicitation("Please confirm", "ok", "boolean")), "confirm"))),
                tool("test_input_required_result_multiple_inputs", exchange -> Stream.of("user_name", "greeting", "client_roots").allMatch(name -> given(exchange, name).isPresent())
                        ? said("All there: " + state(exchange))
                        : inputRequired(Json.obj("user_name", elicitation("What is your name?", "name", "string")).with("greeting", sampling("Generate a greeting"))
                                .with("client_roots", roots()), "several")),
                tool("test_input_required_result_multi_round", exchange -> switch (state(exchange)) {
                    case "one" -> inputRequired(Json.obj("step2", elicitation("Step 2: What is your favorite color?", "color", "string")), "two");
                    case "two" -> said("Multi-round complete");
                    default -> inputRequired(Json.obj("step1", elicitation("Step 1: What is your name?", "name", "string")), "one");
                }),
                tool("test_input_required_result_tampered_state", exchange -> given(exchange, "confirm").filter(answer -> state(exchange).equals("sealed"))
                        .map(answer -> said("integrity-ok"))
                        .orElseGet(() -> inputRequired(Json.obj("confirm", elicitation("Please confirm", "ok", "boolean")), "sealed"))),
                tool("test_input_required_result_capabilities", exchange -> {
                    Json.Obj wanted = exchange.clientCan("elicitation") ? Json.obj("elicit_input", elicitation("Elicitation input", "value", "string")) : Json.EMPTY;
                    wanted = exchange.clientCan("sampling") ? wanted.with("sample_input", sampling("Sample request")) : wanted;
                    return wanted.members().isEmpty() ? said("No supported capabilities declared") : inputRequired(wanted, "capabilities");
                }));
    }

    private static Json.Obj elicitation(String message, String member, String type) {
        return Json.obj("method", Json.of("elicitation/create")).with("params", Json.obj("message", Json.of(message)).with("requestedSchema",
                json("{\"type\":\"object\",\"properties\":{\"" + member + "\":{\"type\":\"" + type + "\"}},\"required\":[\"" + member + "\"]}")));
    }

    private static Json.Obj sampling(String question) {
        return Json.obj("method", Json.of("sampling/createMessage")).with("params",
                Json.obj("messages", Json.of(List.of(Json.obj("role", Json.of("user")).with("content", Tool.text(question))))).with("maxTokens", Json.of(100)));
    }

    private static Json.Obj roots() {
        return json("{\"method\":\"roots/list\",\"params\":{}}");
    }

    private static Json.Obj inputRequired(Json.Obj requests, String state) {
        Json.Obj result = Json.obj("resultType", Json.of("input_required")).with("inputRequests", requests);
        return state.isEmpty() ? result : result.with("requestState", Json.of(state + "." + seal(state)));
    }

    /** A response of the client of that name; one that is no object counts as missing. */
    private static Optional<Json.Obj> given(Exchange exchange, String name) {
        return Message.object(exchange.message().params(), "inputResponses").get(name) instanceof Json.Obj answer ? Optional.of(answer) : Optional.empty();
    }

    private static String answered(Json.Obj answer, String member) {
        return JsonText.text(Message.object(answer, "content"), member);
    }

    /** The state that was sealed before; empty when there is none. */
    private static String state(Exchange exchange) {
        String text = exchange.message().optionalText("requestState").orElse("");
        int dot = text.indexOf('.');
        String state = dot < 0 ? "" : text.substring(0, dot);
        if (!text.isEmpty() && !text.equals(state + "." + seal(state))) {
            throw McpException.invalidParams("requestState was changed on the way.");
        }
        return state;
    }

    private static String seal(String state) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("a key for tests alone".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(state.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private record FixturePrompt(String name, List<String> arguments, Function<Exchange, Json.Obj> work) implements Prompt {

        @Override
        public Json.Obj describe() {
            return Json.obj("name", Json.of(name)).with("description", Json.of("Tests " + name + ".")).with("arguments", Json.of(arguments.stream().map(argument ->
                    Json.obj("name", Json.of(argument)).with("description", Json.of("The " + argument + ".")).with("required", Json.of(true))).toList()));
        }

        @Override
        public Json.Obj get(Exchange exchange, Json.Obj given) {
            return work.apply(exchange);
        }
    }

    private static Json.Obj messages(Json.Obj... contents) {
        return Json.obj("messages", Json.of(Stream.of(contents).map(content -> Json.obj("role", Json.of("user")).with("content", content)).toList()));
    }

    @Override
    public List<Prompt> prompts() {
        return List.of(
                new FixturePrompt("test_simple_prompt", List.of(), exchange -> messages(Tool.text("This is a simple prompt for testing."))),
                new FixturePrompt("test_prompt_with_arguments", List.of("arg1", "arg2"), exchange -> messages(Tool.text(
                        "Prompt with arguments: arg1='" + argument(exchange, "arg1") + "', arg2='" + argument(exchange, "arg2") + "'"))),
                new FixturePrompt("test_prompt_with_embedded_resource", List.of("resourceUri"), exchange -> messages(Json.obj("type", Json.of("resource")).with("resource",
                        Json.obj("uri", Json.of(argument(exchange, "resourceUri"))).with("mimeType", Json.of("text/plain")).with("text", Json.of("Embedded resource content for testing."))),
                        Tool.text("Please process the embedded resource above."))),
                new FixturePrompt("test_prompt_with_image", List.of(), exchange -> messages(json("{\"type\":\"image\",\"data\":\"" + PNG + "\",\"mimeType\":\"image/png\"}"),
                        Tool.text("Please analyze the image above."))),
                new FixturePrompt("test_input_required_result_prompt", List.of(), exchange -> given(exchange, "user_context")
                        .map(answer -> messages(Tool.text("Prompt with context: " + answered(answer, "context"))))
                        .orElseGet(() -> inputRequired(Json.obj("user_context", elicitation("What context should the prompt use?", "context", "string")), ""))));
    }

    @Override
    public Resources resources() {
        return new Resources() {
            @Override
            public Json.Obj list(Exchange exchange, Optional<String> cursor) {
                return json("""
                        {"resources":[{"uri":"test://static-text","name":"static-text","title":"Static text","description":"A static text.","mimeType":"text/plain"},
                          {"uri":"test://static-binary","name":"static-binary","title":"Static image","description":"A static image.","mimeType":"image/png"},
                          {"uri":"test://watched-resource","name":"watched-resource","title":"Watched","description":"One to subscribe to.","mimeType":"text/plain"}]}""");
            }

            @Override
            public List<Json> templates() {
                return List.of(json("{\"uriTemplate\":\"test://template/{id}/data\",\"name\":\"template\",\"description\":\"A template.\",\"mimeType\":\"application/json\"}"));
            }

            @Override
            public Optional<Json.Obj> read(Exchange exchange, String uri) {
                Json.Obj named = Json.obj("uri", Json.of(uri));
                if (uri.startsWith("test://template/") && uri.endsWith("/data")) {
                    String id = uri.substring("test://template/".length(), uri.length() - "/data".length());
                    return Optional.of(named.with("mimeType", Json.of("application/json"))
                            .with("text", Json.of("{\"id\":\"" + id + "\",\"templateTest\":true,\"data\":\"Data for ID: " + id + "\"}")));
                }
                return switch (uri) {
                    case "test://static-text" -> Optional.of(named.with("mimeType", Json.of("text/plain")).with("text", Json.of("This is the content of the static text resource.")));
                    case "test://watched-resource" -> Optional.of(named.with("mimeType", Json.of("text/plain")).with("text", Json.of("Nothing happened yet.")));
                    case "test://static-binary" -> Optional.of(named.with("mimeType", Json.of("image/png")).with("blob", Json.of(PNG)));
                    default -> Optional.empty();
                };
            }
        };
    }

    @Override
    public List<String> complete(Exchange exchange, String reference, String argument, String begun) {
        return List.of();
    }

    /** Logging and subscriptions are asked for up to 2025-11-25 only. */
    @Override
    public Json.Obj capabilities(Wire wire) {
        return wire.stateless() ? Json.EMPTY : json("{\"logging\":{},\"resources\":{\"subscribe\":true}}");
    }

    @Override
    public Map<String, Function<Exchange, Json.Obj>> methods(Wire wire) {
        Function<Exchange, Json.Obj> taken = exchange -> Json.EMPTY;
        return wire.stateless() ? Map.of() : Map.of("logging/setLevel", taken, "resources/subscribe", taken, "resources/unsubscribe", taken);
    }
}
