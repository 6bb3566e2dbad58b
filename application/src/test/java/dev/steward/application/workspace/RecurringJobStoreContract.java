package dev.steward.application.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.TestDatabase;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

public interface RecurringJobStoreContract {

    TestDatabase database();

    @Test
    default void whatWasNeverDoneHasNoTimeAndWhatWasHasTheLatestOne() {
        Id<Workspace> workspace = database().newWorkspace();
        Instant first = TestDatabase.now().minusSeconds(60);
        Instant second = TestDatabase.now();
        assertThat(doneAt(workspace, "forget")).isEmpty();

        done(workspace, "forget", first);
        done(workspace, "other", first);
        assertThat(doneAt(workspace, "forget")).contains(first);
        done(workspace, "forget", second);

        assertThat(doneAt(workspace, "forget")).contains(second);
        assertThat(doneAt(workspace, "other")).contains(first);
        assertThat(doneAt(database().newWorkspace(), "forget")).isEmpty();
    }

    /** What is done for the whole installation belongs to no workspace. */
    @Test
    default void theWorkspaceNeedNotExist() {
        Id<Workspace> nobody = new Id<>(new UUID(0, 0));
        String name = "test-" + TestDatabase.newId();
        done(nobody, name, TestDatabase.now());

        assertThat(doneAt(nobody, name)).isPresent();
        assertThat(doneAt(database().newWorkspace(), name)).isEmpty();
    }

    private void done(Id<Workspace> workspace, String name, Instant at) {
        database().write(workspace, stores -> stores.of(RecurringJobStore.class).done(name, at));
    }

    private Optional<Instant> doneAt(Id<Workspace> workspace, String name) {
        return database().read(workspace, stores -> stores.of(RecurringJobStore.class).doneAt(name));
    }
}
