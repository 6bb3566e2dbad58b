package dev.steward.application.knowledge;

import dev.steward.application.Store;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.knowledge.MemoryRetrieval;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.knowledge.MemoryUnit.Details;
import dev.steward.domain.knowledge.MemoryUnit.Kind;
import dev.steward.domain.knowledge.MemoryUnit.Source;
import dev.steward.domain.knowledge.MemoryUnit.Status;
import dev.steward.domain.knowledge.MemoryUnit.Subject;
import dev.steward.domain.planning.Card;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Memories for tests. */
public final class KnowledgeSamples {

    private KnowledgeSamples() {
    }

    public static MemoryUnit aUnit(@Nullable Id<Project> project, @Nullable Id<Card> card) {
        return aUnit(project, card, Kind.LEARNING, Status.APPROVED);
    }

    public static MemoryUnit aUnit(@Nullable Id<Project> project, @Nullable Id<Card> card, Kind kind, Status status) {
        return MemoryUnit.create(PortfolioSamples.meta(), project, card, kind, new Subject("card_assignment", TestDatabase.newId()), "a".repeat(64), Source.ASSIGNMENT, "worker-1",
                new Details("Migrations", "The second server waits", "", "text/plain"), status);
    }

    public static MemoryRetrieval aRetrieval(@Nullable Id<Project> project) {
        return new MemoryRetrieval(PortfolioSamples.meta(), MemoryRetrieval.Purpose.SEARCH, "two servers migrate", project, null, Json.obj("limit", Json.of(10)), Json.obj("used", Json.of(false)),
                List.of(Json.obj("rank", Json.of(1))), "worker-1");
    }

    /** A unit that is found by these words. */
    static MemoryUnit unit(TestDatabase database, Id<Workspace> workspace, MemoryUnit unit, String... words) {
        database.write(workspace, stores -> {
            stores.of(MemoryUnitStore.class).insert(unit);
            stores.of(MemoryTextStore.class).put(unit, List.of(words));
        });
        return unit;
    }

    static <E extends Entity<E>> E insert(TestDatabase database, Id<Workspace> workspace, Class<? extends Store<E>> port, E entity) {
        database.write(workspace, stores -> stores.of(port).insert(entity));
        return entity;
    }
}
