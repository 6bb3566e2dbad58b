package dev.steward.application.knowledge;

import dev.steward.domain.knowledge.MemoryVector;
import java.util.List;

/** Turns texts into vectors, somewhere else. Called outside of units of work, because it may take seconds. */
public interface Embedder {

    /** There is none. */
    Embedder NONE = new Embedder() {
        @Override
        public boolean isConfigured() {
            return false;
        }

        @Override
        public String model() {
            return "";
        }

        @Override
        public int dimension() {
            return 0;
        }

        @Override
        public List<MemoryVector> embed(List<String> texts) throws EmbedderException {
            throw new EmbedderException("No embedder is configured.");
        }
    };

    default boolean isConfigured() {
        return true;
    }

    /** Vectors of different models are never compared. */
    String model();

    /** Of every vector. */
    int dimension();

    /**
     * One vector of {@link #dimension()} for each text, in their order.
     *
     * @throws EmbedderException when it does not answer in time, refuses, or answers something else
     */
    List<MemoryVector> embed(List<String> texts) throws EmbedderException;
}
