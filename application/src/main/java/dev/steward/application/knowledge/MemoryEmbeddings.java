package dev.steward.application.knowledge;

import dev.steward.application.Caller;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.application.knowledge.MemoryEmbeddingStore.Embedding;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.knowledge.MemoryVector;
import java.util.ArrayList;
import java.util.List;

/** Gives memories their vectors, some at a time, after they were written: also those that were there before the embedder, or before its model. */
public final class MemoryEmbeddings {

    /** At most so many are sent at once. */
    public static final int AT_ONCE = 32;

    private final Units units;
    private final Embedder embedder;

    public MemoryEmbeddings(Units units, Embedder embedder) {
        this.units = units;
        this.embedder = embedder;
    }

    /** Whether there is anything that could give vectors. */
    public boolean isConfigured() {
        return embedder.isConfigured();
    }

    /**
     * Embeds the newest memories that have no vector of this model. Reads, waits for the embedder, then writes: three steps, none of them
     * inside another.
     *
     * @return how many; fewer than {@link #AT_ONCE} when there are no more
     * @throws EmbedderException when it does not answer; nothing was kept
     */
    public int embedSome(Caller caller) throws EmbedderException {
        List<MemoryUnit> missing = units.read(caller, unit -> unit.store(MemoryEmbeddingStore.class).missing(embedder.model(), embedder.dimension(), AT_ONCE));
        if (missing.isEmpty()) {
            return 0;
        }
        List<MemoryVector> vectors = embedder.embed(missing.stream().map(MemoryEmbeddings::text).toList());
        units.write(caller, unit -> keep(unit, missing, vectors)).join();
        return missing.size();
    }

    private boolean keep(UnitOfWork unit, List<MemoryUnit> all, List<MemoryVector> vectors) {
        List<Embedding> embeddings = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            embeddings.add(new Embedding(all.get(i).id(), embedder.model(), all.get(i).contentHash(), vectors.get(i), unit.now()));
        }
        embeddings.forEach(unit.store(MemoryEmbeddingStore.class)::put);
        return true;
    }

    private static String text(MemoryUnit one) {
        String text = (one.details().title() + "\n\n" + one.details().content()).strip();
        return text.isEmpty() ? one.details().linkUrl() : text;
    }
}
