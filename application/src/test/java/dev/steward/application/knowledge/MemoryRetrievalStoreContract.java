package dev.steward.application.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.knowledge.MemoryRetrieval;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

public interface MemoryRetrievalStoreContract extends StoreContract<MemoryRetrieval> {

    @Override
    default Class<MemoryRetrievalStore> port() {
        return MemoryRetrievalStore.class;
    }

    @Override
    default MemoryRetrieval sample(Id<Workspace> workspace) {
        return KnowledgeSamples.aRetrieval(new Id<>(TestDatabase.newId()));
    }

    @Override
    default MemoryRetrieval changed(MemoryRetrieval one) {
        return new MemoryRetrieval(one.meta().next(TestDatabase.now()), MemoryRetrieval.Purpose.BRIEF, PortfolioSamples.FOREIGN.replace("\u0001", ""), null, new Id<>(TestDatabase.newId()), Json.EMPTY,
                Json.obj("reason", Json.of(PortfolioSamples.FOREIGN)), List.of(), "");
    }

    @Override
    default List<MemoryRetrieval> edges(Id<Workspace> workspace) {
        MemoryRetrieval one = KnowledgeSamples.aRetrieval(null);
        return List.of(new MemoryRetrieval(one.meta(), MemoryRetrieval.Purpose.IMPORTED, PortfolioSamples.text(2_000), null, null, Json.EMPTY, Json.EMPTY, List.of(), PortfolioSamples.FOREIGN));
    }

    @Test
    default void theOldestAreForgottenSomeAtATime() {
        Id<Workspace> workspace = newWorkspace();
        Instant now = TestDatabase.now();
        MemoryRetrieval oldest = insert(workspace, at(now.minusSeconds(30)));
        MemoryRetrieval old = insert(workspace, at(now.minusSeconds(20)));
        MemoryRetrieval young = insert(workspace, at(now));

        assertThat(forget(newWorkspace(), now, 10)).isZero();
        assertThat(forget(workspace, now, 1)).isEqualTo(1);
        assertThat(find(workspace, oldest)).isEmpty();
        assertThat(find(workspace, old)).isPresent();
        assertThat(forget(workspace, now, 10)).isEqualTo(1);
        assertThat(forget(workspace, now, 10)).isZero();
        assertThat(find(workspace, young)).isPresent();
    }

    private static MemoryRetrieval at(Instant instant) {
        MemoryRetrieval one = KnowledgeSamples.aRetrieval(null);
        return new MemoryRetrieval(Meta.first(one.id(), instant), one.purpose(), one.query(), null, null, one.asked(), one.vectors(), one.hits(), one.askedBy());
    }

    private int forget(Id<Workspace> workspace, Instant before, int limit) {
        int[] forgotten = new int[1];
        database().write(workspace, stores -> forgotten[0] = stores.of(MemoryRetrievalStore.class).forgetBefore(before, limit));
        return forgotten[0];
    }
}
