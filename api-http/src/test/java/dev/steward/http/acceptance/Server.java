package dev.steward.http.acceptance;

import dev.steward.application.Caller;
import dev.steward.application.Units;
import dev.steward.application.workspace.Tokens;
import dev.steward.application.workspace.Workspaces;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.ApiToken;
import dev.steward.domain.workspace.Scope;
import dev.steward.domain.workspace.Workspace;
import dev.steward.http.app.Installation;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The real application on a free port, opened the way {@code steward serve} opens it. */
record Server(Installation installation, ApplicationContext context, EmbeddedServer http) implements AutoCloseable {

    private static final AtomicInteger WORKSPACES = new AtomicInteger();

    /** A token as its caller holds it, and its row. */
    record Key(String text, ApiToken row) {
    }

    static Server start(Installation installation, Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(Map.of("micronaut.server.port", -1, "micronaut.server.host", "127.0.0.1",
                "steward.zone", "UTC", "steward.rate-limit", 10_000_000));
        all.putAll(properties);
        ApplicationContext context = installation.open(all);
        EmbeddedServer http = context.getBean(EmbeddedServer.class);
        http.start();
        return new Server(installation, context, http);
    }

    /** Another server on the same database. */
    Server beside(Map<String, Object> properties) {
        return start(installation, properties);
    }

    int port() {
        return http.getPort();
    }

    Id<Workspace> newWorkspace() {
        return context.getBean(Workspaces.class).create("w" + ProcessHandle.current().pid() + "-" + WORKSPACES.incrementAndGet(), "Ada").id();
    }

    Key token(Id<Workspace> workspace, @Nullable Instant expires, Scope... scopes) {
        Tokens tokens = context.getBean(Tokens.class);
        Tokens.Created created = context.getBean(Units.class).write(Caller.system(workspace, Actor.SYSTEM),
                unit -> tokens.create(unit, new ApiToken.Details("test " + List.of(scopes), Set.of(scopes), expires))).join();
        return new Key(created.text().reveal(), created.token());
    }

    void revoke(Id<Workspace> workspace, Key key) {
        Tokens tokens = context.getBean(Tokens.class);
        context.getBean(Units.class).write(Caller.system(workspace, Actor.SYSTEM), unit -> tokens.revoke(unit, key.row().id())).join();
    }

    /** A caller with these scopes in {@code workspace}. */
    Client client(Id<Workspace> workspace, Scope... scopes) {
        return new Client(port(), Map.of(), workspace).bearer(token(workspace, null, scopes).text());
    }

    /** A person at work in a new, empty workspace. */
    Client person() {
        return client(newWorkspace(), Scope.READ, Scope.WRITE);
    }

    /** Somebody without a token. */
    Client stranger() {
        return new Client(port(), Map.of(), null);
    }

    List<String> checksum() {
        return Databases.checksum(installation);
    }

    @Override
    public void close() {
        context.close();
    }
}
