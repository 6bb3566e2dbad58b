package dev.steward.application.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.TestDatabase;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Origin;
import dev.steward.domain.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public interface OriginStoreContract {

    TestDatabase database();

    @Test
    default void anOriginIsFoundByItsSource() {
        Id<Workspace> workspace = database().newWorkspace();
        Origin origin = anOrigin("mac", "projects", "1", TestDatabase.newId());
        put(workspace, origin);

        assertThat(find(workspace, origin)).contains(origin);
        assertThat(find(workspace, anOrigin("pc", "projects", "1", null))).isEmpty();
        assertThat(find(workspace, anOrigin("mac", "sessions", "1", null))).isEmpty();
        assertThat(find(database().newWorkspace(), origin)).isEmpty();
    }

    @Test
    default void theRawRowIsKeptToTheLetter() {
        Id<Workspace> workspace = database().newWorkspace();
        Origin origin = anOrigin("mac", "projects", "größe 🎈", null);
        put(workspace, origin);

        assertThat(find(workspace, origin)).contains(origin);
        assertThat(find(workspace, origin).map(found -> new ArrayList<>(found.raw().members().keySet()))).contains(new ArrayList<>(List.of("z", "b", "a")));
    }

    @Test
    default void putReplacesTheOneWithTheSameSource() {
        Id<Workspace> workspace = database().newWorkspace();
        put(workspace, anOrigin("mac", "projects", "1", null));
        Origin again = anOrigin("mac", "projects", "1", TestDatabase.newId());
        put(workspace, again);

        assertThat(ofInstance(workspace, "mac")).containsExactly(again);
    }

    @Test
    default void allOfAnInstanceAreListedByTableAndKey() {
        Id<Workspace> workspace = database().newWorkspace();
        Origin session = anOrigin("mac", "sessions", "1", null);
        Origin second = anOrigin("mac", "projects", "2", null);
        Origin first = anOrigin("mac", "projects", "1", null);
        List.of(session, second, first, anOrigin("pc", "projects", "1", null)).forEach(origin -> put(workspace, origin));

        assertThat(ofInstance(workspace, "mac")).containsExactly(first, second, session);
        assertThat(ofInstance(database().newWorkspace(), "mac")).isEmpty();
    }

    private void put(Id<Workspace> workspace, Origin origin) {
        database().write(workspace, stores -> stores.of(OriginStore.class).put(origin));
    }

    private Optional<Origin> find(Id<Workspace> workspace, Origin origin) {
        return database().read(workspace, stores -> stores.of(OriginStore.class).find(origin.source()));
    }

    private List<Origin> ofInstance(Id<Workspace> workspace, String instance) {
        return database().read(workspace, stores -> stores.of(OriginStore.class).ofInstance("portfolio-manager", instance));
    }

    private static Origin anOrigin(String instance, String table, String key, @Nullable UUID entity) {
        return new Origin(new Origin.Source("portfolio-manager", instance, table, key), "project", entity,
                Json.obj("z", Json.of("NUL \0, 笔记 🎈")).with("b", Json.NULL).with("a", Json.of(1)), "00ff", TestDatabase.newId(), TestDatabase.now());
    }
}
