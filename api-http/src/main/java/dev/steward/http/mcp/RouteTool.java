package dev.steward.http.mcp;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.http.Calls;
import dev.steward.http.mcp.Operations.Operation;
import dev.steward.jdbc.JsonText;
import io.micronaut.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A tool that stands for a route, or for one of several, which an argument chooses. Its arguments are the variables of the path, the
 * parameters of the query and the members of the body, all beside each other; the route itself checks them. A refusal is told to the
 * model as it is, with its pointers and its remedy, so that it can correct itself.
 */
final class RouteTool implements Tool {

    static final String IDEMPOTENCY_KEY = "idempotency_key";
    static final String VERSION = "if_version";
    /** More than that is of no use in a conversation; lists have a limit, and HTTP has it all. */
    private static final int MAX_ANSWER = 400_000;
    /** POSTs that change nothing; a search is kept, but changes nothing of what is searched. */
    private static final Set<String> REHEARSALS = Set.of("previewPlanningActions", "checkPolicy", "searchMemory", "replayMemoryRetrieval");
    /** POSTs that take away what was there. */
    private static final Set<String> TAKING = Set.of("mergeTag", "cancelRun", "failAssignment", "applyPlanningActions");

    private final String name;
    private final String title;
    private final String description;
    private final List<Case> cases;
    private final Calls calls;
    private final Json.Obj described;

    RouteTool(String name, String title, String description, List<Case> cases, Look look, Calls calls) {
        this.name = name;
        this.title = title;
        this.description = description;
        this.cases = List.copyOf(cases);
        this.calls = calls;
        this.described = described(look);
    }

    /**
     * A route and when it is the one.
     *
     * @param chooser the argument that chooses; empty when there is nothing to choose
     * @param word what the chooser must be; empty when it is enough that it is there
     * @param names what the path calls differently, by the path's name
     * @param fixed members of the body that the tool itself says
     */
    record Case(Operation operation, String chooser, String word, Map<String, String> names, Map<String, Json> fixed) {

        /** A variable of the path that has the name of something else is called after the word before it: {@code /tags/{id}} is {@code tag_id}. */
        static Case always(Operation operation) {
            Map<String, String> names = new LinkedHashMap<>();
            for (String variable : operation.variables()) {
                if (operation.query().containsKey(variable) || operation.body() != null && Message.object(operation.body(), "properties").get(variable) != null) {
                    names.put(variable, operation.path().replaceFirst(".*/(\\w+?)s?/\\{" + variable + "}.*", "$1") + "_" + variable);
                }
            }
            return new Case(operation, "", "", names, Map.of());
        }

        Case when(String argument) {
            return new Case(operation, argument, "", names, fixed);
        }

        Case when(String argument, String value) {
            return new Case(operation, argument, value, names, fixed);
        }

        Case naming(String variable, String argument) {
            Map<String, String> more = new LinkedHashMap<>(names);
            more.put(variable, argument);
            return new Case(operation, chooser, word, more, fixed);
        }

        Case fixing(String member, String value) {
            Map<String, Json> more = new LinkedHashMap<>(fixed);
            more.put(member, Json.of(value));
            return new Case(operation, chooser, word, names, more);
        }

        boolean isMeant(Json.Obj arguments) {
            Json chosen = arguments.get(chooser);
            return chooser.isEmpty() || (word.isEmpty() ? chosen != null && !(chosen instanceof Json.Null) : Json.of(word).equals(chosen));
        }

        String argument(String variable) {
            return names.getOrDefault(variable, variable);
        }

        /** What a model may say, with the schema of each; what the path says already is no member of the body. */
        Map<String, Json.Obj> arguments() {
            Map<String, Json.Obj> arguments = new LinkedHashMap<>();
            operation.variables().forEach(variable -> add(arguments, argument(variable), variable(variable)));
            operation.query().forEach((parameter, schema) -> add(arguments, parameter, schema));
            members().forEach((member, schema) -> add(arguments, member, schema));
            if (!operation.reads()) {
                if (operation.versioned()) {
                    add(arguments, VERSION, Json.obj("type", Json.of("integer")).with("description", Json.of("The version that was read; agents must say it where no fence does.")));
                }
                add(arguments, IDEMPOTENCY_KEY, Json.obj("type", Json.of("string"))
                        .with("description", Json.of("Unique to this call; a repetition with it has no second effect.")));
            }
            return arguments;
        }

        Map<String, Json.Obj> members() {
            Map<String, Json.Obj> members = new LinkedHashMap<>();
            if (operation.body() != null) {
                Message.object(operation.body(), "properties").members().forEach((member, schema) -> {
                    if (!fixed.containsKey(member) && !saidByPath(member)) {
                        members.put(member, (Json.Obj) schema);
                    }
                });
            }
            return members;
        }

        private boolean saidByPath(String member) {
            return operation.method() == HttpMethod.POST && operation.variables().stream().anyMatch(variable -> member.equals(variable + "_id"));
        }

        Set<String> required() {
            Set<String> required = new HashSet<>();
            operation.variables().forEach(variable -> required.add(argument(variable)));
            if (operation.body() != null && operation.body().get("required") instanceof Json.Arr needed) {
                needed.items().stream().map(item -> ((Json.Text) item).value()).filter(members()::containsKey).forEach(required::add);
            }
            if (word.isEmpty() && !chooser.isEmpty()) {
                required.add(chooser);
            }
            return required;
        }

        private void add(Map<String, Json.Obj> arguments, String argument, Json.Obj schema) {
            if (arguments.put(argument, schema) != null) {
                throw new IllegalStateException("The tool for " + operation.id() + " has two arguments '" + argument + "'");
            }
        }

        private static Json.Obj variable(String variable) {
            Json.Obj text = Json.obj("type", Json.of("string"));
            return switch (variable) {
                case "project" -> text.with("description", Json.of("Id or slug."));
                case "week" -> text.with("description", Json.of("Such as 2026.15, or current."));
                default -> text;
            };
        }
    }

    /**
     * How much a tool tells of itself.
     *
     * @param arguments only these, in this order; all when empty
     * @param answers the members of the answer that matter most; the whole schema when empty
     * @param brief without examples, bounds and what else a model can do without
     */
    record Look(List<String> arguments, List<String> answers, boolean brief) {
        static final Look WHOLE = new Look(List.of(), List.of(), false);
    }

    List<Case> cases() {
        return cases;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Json.Obj describe() {
        return described;
    }

    private Json.Obj described(Look look) {
        boolean reads = cases.stream().allMatch(one -> one.operation().reads() || REHEARSALS.contains(one.operation().id()));
        boolean takes = cases.stream().anyMatch(one -> switch (one.operation().method()) {
            case DELETE, PUT, PATCH -> true;
            default -> TAKING.contains(one.operation().id());
        });
        boolean repeatable = reads || cases.stream().allMatch(one -> one.operation().method() == HttpMethod.PUT || one.operation().method() == HttpMethod.DELETE);
        Json.Obj hints = Json.obj("readOnlyHint", Json.of(reads));
        hints = reads ? hints : hints.with("destructiveHint", Json.of(takes)).with("idempotentHint", Json.of(repeatable));
        Json.Obj all = Json.obj("name", Json.of(name)).with("title", Json.of(title)).with("description", Json.of(description)).with("inputSchema", input(look));
        Json.Obj output = output(look);
        return (output == null ? all : all.with("outputSchema", output)).with("annotations", hints.with("openWorldHint", Json.of(false)));
    }

    private Json.Obj input(Look look) {
        Map<String, Json.Obj> schemas = new LinkedHashMap<>();
        Set<String> required = cases.getFirst().required();
        List<Json> words = new ArrayList<>();
        for (Case one : cases) {
            one.arguments().forEach(schemas::putIfAbsent);
            required.retainAll(one.required());
            if (!one.word().isEmpty()) {
                words.add(Json.of(one.word()));
            }
        }
        if (!words.isEmpty()) {
            String chooser = cases.getFirst().chooser();
            schemas.put(chooser, Json.obj("type", Json.of("string")).with("enum", Json.of(words)));
            required.add(chooser);
        }
        Map<String, Json> properties = new LinkedHashMap<>();
        for (String argument : look.arguments().isEmpty() ? schemas.keySet() : look.arguments()) {
            Json.Obj schema = schemas.get(argument);
            if (schema == null) {
                throw new IllegalStateException("The tool " + name + " has no argument " + argument);
            }
            properties.put(argument, look.brief() ? Brevity.of(schema) : schema);
        }
        List<Json> needed = required.stream().sorted().filter(properties::containsKey).<Json>map(Json::of).toList();
        Json.Obj schema = Json.obj("type", Json.of("object")).with("properties", new Json.Obj(properties));
        return (needed.isEmpty() ? schema : schema.with("required", Json.of(needed))).with("additionalProperties", Json.of(false));
    }

    /** Of several routes with different answers nothing is promised but that it is an object. */
    private Json.@Nullable Obj output(Look look) {
        Json.Obj answer = cases.getFirst().operation().answer();
        if (cases.size() > 1 || answer == null || !look.answers().isEmpty()) {
            Map<String, Json> properties = new LinkedHashMap<>();
            for (String member : look.answers()) {
                properties.put(member, type(member));
            }
            return answer == null ? null : Json.obj("type", Json.of("object")).with("properties", new Json.Obj(properties));
        }
        return look.brief() ? Brevity.of(answer) : answer;
    }

    private Json type(String member) {
        for (Case one : cases) {
            if (one.operation().answer() != null && Message.object(one.operation().answer(), "properties").get(member) instanceof Json.Obj schema) {
                return schema.get("type") == null ? Json.EMPTY : Json.obj("type", schema.get("type"));
            }
        }
        throw new IllegalStateException("No answer of the tool " + name + " has a member " + member);
    }

    @Override
    public boolean streams(Json.Obj arguments) {
        return arguments.get("wait_seconds") instanceof Json.Num seconds && seconds.value().signum() > 0;
    }

    @Override
    public Json.Obj call(Exchange exchange, Json.Obj arguments) {
        Optional<Case> meant = cases.stream().filter(one -> one.isMeant(arguments)).findFirst();
        if (meant.isEmpty()) {
            String chooser = cases.getFirst().chooser();
            String words = String.join(", ", cases.stream().map(Case::word).toList());
            return refused(List.of(error(chooser, arguments.get(chooser) == null ? "required" : "unknown_value", "Must be one of " + words + ".")));
        }
        return call(exchange, meant.get(), arguments);
    }

    private Json.Obj call(Exchange exchange, Case one, Json.Obj arguments) {
        Map<String, Json> rest = new LinkedHashMap<>(arguments.members());
        if (!one.word().isEmpty()) {
            rest.remove(one.chooser());
        }
        List<Json> errors = new ArrayList<>();
        String path = one.operation().path();
        for (String variable : one.operation().variables()) {
            String value = text(one.argument(variable), rest.remove(one.argument(variable)), true, errors);
            path = path.replace("{" + variable + "}", Calls.encoded(value));
        }
        Map<String, String> query = new LinkedHashMap<>();
        one.operation().query().keySet().forEach(parameter -> {
            Json value = rest.remove(parameter);
            if (value != null && !(value instanceof Json.Null)) {
                query.put(parameter, text(parameter, value, false, errors));
            }
        });
        Map<String, String> headers = new LinkedHashMap<>();
        if (!one.operation().reads()) {
            header(rest, IDEMPOTENCY_KEY, value -> headers.put("Idempotency-Key", text(IDEMPOTENCY_KEY, value, false, errors)));
            if (one.operation().versioned()) {
                header(rest, VERSION, value -> headers.put("If-Match", "\"" + text(VERSION, value, false, errors) + "\""));
            }
        }
        if (one.operation().body() == null) {
            Set<String> known = new TreeSet<>(one.arguments().keySet());
            rest.keySet().forEach(unknown -> errors.add(error(unknown, "unknown_field", "Is no argument of " + name + ", which has " + String.join(", ", known) + "; leave it out, or correct its name.")));
        }
        if (!errors.isEmpty()) {
            return refused(errors);
        }
        rest.putAll(one.fixed());
        byte[] body = one.operation().body() == null ? null : JsonText.bytes(new Json.Obj(rest));
        return result(exchange, one.operation(), calls.make(new Calls.Call(one.operation().method(), path, query, headers, body), exchange.request(), exchange.patience()));
    }

    private static void header(Map<String, Json> rest, String argument, java.util.function.Consumer<Json> given) {
        Json value = rest.remove(argument);
        if (value != null && !(value instanceof Json.Null)) {
            given.accept(value);
        }
    }

    /** What stands in a path, a query or a header is a text; numbers and flags are written out, lists with commas. */
    private static String text(String argument, @Nullable Json value, boolean required, List<Json> errors) {
        String text = switch (value) {
            case Json.Text given -> given.value();
            case Json.Num number -> JsonText.write(number);
            case Json.Bool flag -> JsonText.write(flag);
            case Json.Arr array when array.items().stream().allMatch(Json.Text.class::isInstance) ->
                    String.join(",", array.items().stream().map(item -> ((Json.Text) item).value()).toList());
            case Json.Arr array -> "";
            case Json.Obj object -> "";
            case Json.Null nothing -> "";
            case null -> "";
        };
        if (value == null || value instanceof Json.Null) {
            errors.add(error(argument, "required", "Is required; add it to the arguments."));
        } else if (text.isBlank() && (required || !(value instanceof Json.Text))) {
            errors.add(error(argument, value instanceof Json.Text ? "blank" : "wrong_type", "Must be a text that is not blank."));
        } else if (text.chars().anyMatch(character -> character < ' ')) {
            errors.add(error(argument, "invalid", "Has a control character; remove it."));
        }
        return text;
    }

    private static Json error(String argument, String code, String message) {
        return Json.obj("pointer", Json.of("/" + argument.replace("~", "~0").replace("/", "~1"))).with("code", Json.of(code)).with("message", Json.of(message));
    }

    private static Json.Obj refused(List<Json> errors) {
        return failed(Json.obj("code", Json.of(ErrorCode.INVALID.word())).with("detail", Json.of(errors.size() == 1
                        ? "An argument was refused; it is named in 'errors'." : errors.size() + " arguments were refused; each is named in 'errors'."))
                .with("remedy", Json.of(ErrorCode.INVALID.remedy())).with("errors", Json.of(errors)));
    }

    private static Json.Obj failed(Json.Obj problem) {
        return Json.obj("content", Json.of(List.of(Tool.text(JsonText.write(problem))))).with("isError", Json.of(true));
    }

    private static Json.Obj result(Exchange exchange, Operation operation, Calls.Reply reply) {
        if (!reply.succeeded()) {
            return failed(problem(JsonText.storedObject(reply.body())));
        }
        if (reply.body().isEmpty()) {
            String nothing = operation.answer() == null ? "Done." : "There is nothing.";
            return Json.obj("content", Json.of(List.of(Tool.text(nothing)))).with("structuredContent", Json.EMPTY);
        }
        if (operation.reads() && reply.body().length() > MAX_ANSWER) {
            return failed(Json.obj("code", Json.of(ErrorCode.TOO_LARGE.word()))
                    .with("detail", Json.of("The answer has " + reply.body().length() + " characters, more than the " + MAX_ANSWER + " that a tool answers."))
                    .with("remedy", Json.of("Ask for less: a smaller limit, a filter, or one thing at a time.")));
        }
        Json.Obj content = Json.obj("content", Json.of(List.of(Tool.text(reply.body()))));
        return reply.mediaType().startsWith("application/json") ? content.with("structuredContent", JsonText.stored(reply.body())) : content;
    }

    /** What a model needs of a problem: no addresses of pages, and no path that it never called. */
    private static Json.Obj problem(Json.Obj problem) {
        return problem.without("type").without("instance").without("status");
    }
}
