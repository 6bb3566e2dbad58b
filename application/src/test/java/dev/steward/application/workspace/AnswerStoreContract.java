package dev.steward.application.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.TestDatabase;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.StoredAnswer;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

public interface AnswerStoreContract {

    TestDatabase database();

    @Test
    default void anAnswerIsFoundAsItWasInItsWorkspaceOnly() {
        Id<Workspace> workspace = database().newWorkspace();
        StoredAnswer answer = anAnswer("key", TestDatabase.now());
        put(workspace, answer);

        assertThat(find(workspace, "key")).contains(answer);
        assertThat(find(workspace, "KEY")).isEmpty();
        assertThat(find(database().newWorkspace(), "key")).isEmpty();
    }

    @Test
    default void aLaterAnswerTakesThePlaceOfTheOneBeforeInItsWorkspaceOnly() {
        Id<Workspace> workspace = database().newWorkspace();
        Id<Workspace> other = database().newWorkspace();
        StoredAnswer first = anAnswer("key", TestDatabase.now().minusSeconds(10));
        StoredAnswer second = new StoredAnswer("key", "other", 409, "", "", TestDatabase.now());
        put(workspace, first);
        put(other, first);

        put(workspace, second);

        assertThat(find(workspace, "key")).contains(second);
        assertThat(find(other, "key")).contains(first);
    }

    /** On SQLite one transaction writes at a time, so each gets the lock when it comes to its turn. */
    @Test
    default void oneTransactionAtATimeHandlesAKey() {
        Id<Workspace> workspace = database().newWorkspace();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger handled = new AtomicInteger();
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(database().adapter().write(workspace, stores -> {
                boolean mine = stores.of(AnswerStore.class).lock("key");
                if (mine) {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    pause();
                    handled.incrementAndGet();
                    inside.decrementAndGet();
                }
                return mine;
            }));
        }
        all.forEach(CompletableFuture::join);

        assertThat(most).hasValue(1);
        assertThat(handled).hasPositiveValue();
    }

    @Test
    default void aLockEndsWithItsTransactionHoweverThatEnds() {
        Id<Workspace> workspace = database().newWorkspace();
        assertThatThrownBy(() -> database().write(workspace, stores -> {
            stores.of(AnswerStore.class).lock("key");
            throw new IllegalStateException("failed");
        })).hasMessage("failed");

        for (int i = 0; i < 10; i++) {
            database().write(workspace, stores -> {
                assertThat(stores.of(AnswerStore.class).lock("key")).isTrue();
                assertThat(stores.of(AnswerStore.class).lock("key")).as("a second time in the same transaction").isTrue();
            });
        }
    }

    @Test
    default void oldAnswersAreForgottenABoundedNumberAtOnce() {
        Id<Workspace> workspace = database().newWorkspace();
        Id<Workspace> other = database().newWorkspace();
        Instant limit = TestDatabase.now();
        database().write(workspace, stores -> {
            for (int i = 0; i < 150; i++) {
                stores.of(AnswerStore.class).put(anAnswer("old-" + i, limit.minusSeconds(1_000 - i)));
            }
            stores.of(AnswerStore.class).put(anAnswer("exactly", limit));
        });
        put(other, anAnswer("old-0", limit.minusSeconds(1_000)));

        forget(workspace, limit);
        assertThat(find(workspace, "old-0")).isEmpty();
        assertThat(find(workspace, "old-149")).as("the newest of the old").isPresent();

        forget(workspace, limit);
        assertThat(find(workspace, "old-149")).isEmpty();
        assertThat(find(workspace, "exactly")).isPresent();
        assertThat(find(other, "old-0")).isPresent();
    }

    private void forget(Id<Workspace> workspace, Instant limit) {
        database().write(workspace, stores -> stores.of(AnswerStore.class).forgetBefore(limit, 100));
    }

    private void put(Id<Workspace> workspace, StoredAnswer answer) {
        database().write(workspace, stores -> stores.of(AnswerStore.class).put(answer));
    }

    private Optional<StoredAnswer> find(Id<Workspace> workspace, String key) {
        return database().read(workspace, stores -> stores.of(AnswerStore.class).find(key));
    }

    private static StoredAnswer anAnswer(String key, Instant at) {
        return new StoredAnswer(key, "hash", 201, "ETag: \"1\"\nLocation: /x", "{\"größe\": \"笔\"}", at);
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
