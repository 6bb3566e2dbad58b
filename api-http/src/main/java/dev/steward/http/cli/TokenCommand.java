package dev.steward.http.cli;

import dev.steward.application.Caller;
import dev.steward.application.Clock;
import dev.steward.application.Units;
import dev.steward.application.workspace.Tokens;
import dev.steward.application.workspace.Workspaces;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.Word;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.ApiToken;
import dev.steward.domain.workspace.Scope;
import dev.steward.http.app.FirstStart;
import dev.steward.jdbc.JsonText;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "token", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Make, list and revoke the tokens that callers of the API present.",
        subcommands = {TokenCommand.Create.class, TokenCommand.ListAll.class, TokenCommand.Revoke.class})
final class TokenCommand {

    private TokenCommand() {
    }

    /** What the three have in common: the data, the workspace, the form of the result. */
    abstract static class OfWorkspace implements Callable<Integer> {

        @Mixin
        DataOptions data = new DataOptions();

        @Mixin
        Output output = new Output();

        @Option(names = "--workspace", paramLabel = "SLUG", defaultValue = "${env:STEWARD_WORKSPACE:-" + FirstStart.WORKSPACE + "}",
                description = "The workspace (STEWARD_WORKSPACE). Default: " + FirstStart.WORKSPACE)
        String workspace = "";

        final <R> R run(BiFunction<ApplicationContext, Caller, R> work) {
            try (ApplicationContext context = data.open(Map.of())) {
                Caller caller = Caller.system(context.getBean(Workspaces.class).get(workspace).id(), new Actor(Actor.Kind.USER, "", "command line"));
                return work.apply(context, caller);
            }
        }
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Make a token. It is printed once, alone on stdout, and never again.")
    static final class Create extends OfWorkspace {

        private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,4})([hdw])");

        @Option(names = "--name", paramLabel = "N", required = true, description = "What the token is for; shown in events")
        String name = "";

        @Option(names = "--scope", paramLabel = "S", description = "read, write, agent, approve or admin; repeat for several. Default: read and write")
        List<String> scopes = new ArrayList<>();

        @Option(names = "--expires", paramLabel = "SPAN", description = "Such as 12h, 90d or 8w. Default: never")
        @Nullable String expires;

        @Override
        public Integer call() {
            Set<Scope> granted = scopes.isEmpty() ? Set.of(Scope.READ, Scope.WRITE) : scopes.stream().map(Create::scope).collect(Collectors.toSet());
            run((context, caller) -> {
                Instant expiry = expires == null ? null : context.getBean(Clock.class).now().plus(span(expires));
                Tokens tokens = context.getBean(Tokens.class);
                Tokens.Created created = context.getBean(Units.class)
                        .write(caller, unit -> tokens.create(unit, new ApiToken.Details(name, granted, expiry))).join();
                output.out().println(output.json
                        ? JsonText.write(Tokens.SHAPE.render(created.token()).with("token", Json.of(created.text().reveal())))
                        : created.text().reveal());
                return true;
            });
            return 0;
        }

        private static Scope scope(String word) {
            return Word.find(Scope.class, word).orElseThrow(() -> new RefusedException(ErrorCode.INVALID,
                    "'" + word + "' is not a scope; scopes are " + String.join(", ", Word.words(Scope.class)) + "."));
        }

        private static Duration span(String text) {
            Matcher span = SPAN.matcher(text);
            if (!span.matches()) {
                throw new RefusedException(ErrorCode.INVALID, "'" + text + "' is not a span of time; write 12h, 90d or 8w.");
            }
            long count = Long.parseLong(span.group(1));
            return switch (span.group(2)) {
                case "h" -> Duration.ofHours(count);
                case "d" -> Duration.ofDays(count);
                default -> Duration.ofDays(7 * count);
            };
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List tokens, oldest first; never the tokens themselves.")
    static final class ListAll extends OfWorkspace {

        @Override
        public Integer call() {
            List<Json.Obj> tokens = run((context, caller) -> context.getBean(Units.class)
                    .read(caller, unit -> context.getBean(Tokens.class).list(unit)).stream().map(Tokens.SHAPE::render).toList());
            output.table(tokens, "id", "name", "scopes", "expires_at", "last_used_at", "revoked_at");
            return 0;
        }
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Revoke a token. A running server refuses it within a second.")
    static final class Revoke extends OfWorkspace {

        @Parameters(paramLabel = "ID", description = "The token's id, from 'steward token list'")
        String id = "";

        @Override
        public Integer call() {
            Id<ApiToken> token = Id.<ApiToken>parse(id).orElseThrow(() -> new RefusedException(ErrorCode.INVALID,
                    "'" + (id.startsWith("stw_") ? "stw_…" : id) + "' is not a token's id; 'steward token list' shows the ids."));
            ApiToken revoked = run((context, caller) -> context.getBean(Units.class)
                    .write(caller, unit -> context.getBean(Tokens.class).revoke(unit, token)).join());
            output.table(List.of(Tokens.SHAPE.render(revoked)), "id", "name", "revoked_at");
            return 0;
        }
    }
}
