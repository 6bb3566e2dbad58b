package dev.steward.http.mcp;

import dev.steward.domain.Json;
import dev.steward.http.Calls;
import dev.steward.http.mcp.Operations.Operation;
import io.micronaut.context.BeanProvider;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The profiles there are: a small one for every day, one with every operation, and one for the operations of each context. They are
 * made when the first client asks, because the API description is made from the routes, of which this is one.
 */
@Singleton
final class Profiles {

    static final String DEFAULT = "default";
    static final String ALL = "all";
    /** Contexts whose names say less to somebody outside. */
    private static final Map<String, String> NAMES = Map.of("workspace", "admin", "knowledge", "memory");

    private final BeanProvider<Operations> operations;
    private final Calls calls;
    private final Collection<Profile> more;
    private volatile @Nullable Map<String, Profile> profiles;

    Profiles(BeanProvider<Operations> operations, Calls calls, Collection<Profile> more) {
        this.operations = operations;
        this.calls = calls;
        this.more = more;
    }

    /** @throws McpException when there is no such profile */
    Profile named(@Nullable String name) {
        Map<String, Profile> all = all();
        Profile profile = all.get(name == null ? DEFAULT : name);
        if (profile == null) {
            throw new McpException(400, McpException.INVALID_PARAMS, "There is no profile '" + name + "'; there are " + String.join(", ", all.keySet()) + ".", null);
        }
        return profile;
    }

    Map<String, Profile> all() {
        Map<String, Profile> made = profiles;
        if (made == null) {
            made = make();
            profiles = made;
        }
        return made;
    }

    private Map<String, Profile> make() {
        Operations known = operations.get();
        Map<String, List<Tool>> tools = new LinkedHashMap<>();
        tools.put(DEFAULT, DefaultTools.of(known, calls));
        tools.put(ALL, new ArrayList<>());
        for (Operation operation : known.all()) {
            Tool tool = whole(operation);
            tools.get(ALL).add(tool);
            tools.computeIfAbsent(NAMES.getOrDefault(operation.tag(), operation.tag()), tag -> new ArrayList<>()).add(tool);
        }
        RouteResources resources = new RouteResources(known, calls);
        List<Prompt> prompts = List.of(new RoutePrompt.PlanCard(calls), new RoutePrompt.WeeklyReview(calls));
        Map<String, Profile> all = new LinkedHashMap<>();
        tools.forEach((name, list) -> all.put(name, new RouteProfile(name, List.copyOf(list), prompts, resources)));
        more.forEach(profile -> all.put(profile.name(), profile));
        return all;
    }

    private Tool whole(Operation operation) {
        String name = operation.id().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        String title = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('_', ' ');
        return new RouteTool(name, title, operation.summary(), List.of(RouteTool.Case.always(operation)), RouteTool.Look.WHOLE, calls);
    }

    private record RouteProfile(String name, List<Tool> tools, List<Prompt> prompts, RouteResources resources) implements Profile {

        @Override
        public List<String> complete(Exchange exchange, String reference, String argument, String begun) {
            boolean known = prompts.stream().anyMatch(prompt -> prompt.name().equals(reference))
                    || resources.templates().stream().anyMatch(template -> Json.of(reference).equals(((Json.Obj) template).get("uriTemplate")));
            if (!known) {
                throw McpException.invalidParams("There is neither a prompt nor a template '" + reference + "'.");
            }
            return resources.complete(exchange, argument, begun);
        }
    }
}
