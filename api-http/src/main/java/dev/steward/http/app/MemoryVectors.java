package dev.steward.http.app;

import dev.steward.application.Caller;
import dev.steward.application.knowledge.EmbedderException;
import dev.steward.application.knowledge.MemoryEmbeddings;
import dev.steward.application.workspace.Workspaces;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.copy.CopyableDatabase;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives memories that were written since, or that another model embedded, their vectors; does nothing without an embedder. */
@Singleton
public final class MemoryVectors {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryVectors.class);
    private static final String JOB = "memory-vectors";
    private static final Duration AGAIN = Duration.ofSeconds(15);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(2);

    private final RecurringJobs jobs;
    private final Workspaces workspaces;
    private final MemoryEmbeddings embeddings;

    MemoryVectors(RecurringJobs jobs, Workspaces workspaces, MemoryEmbeddings embeddings) {
        this.jobs = jobs;
        this.workspaces = workspaces;
        this.embeddings = embeddings;
    }

    /** Goes on until the context closes. */
    public void start() {
        if (embeddings.isConfigured()) {
            jobs.repeat(JOB, AGAIN, AFTER_FAILURE, this::embedAll);
        }
    }

    /** False when the embedder did not answer; what was embedded until then stays. */
    public boolean embedAll() {
        try (CopyableDatabase.Use turn = jobs.turn(JOB).orElse(null)) {
            if (turn != null) {
                for (Workspace workspace : workspaces.list()) {
                    Caller caller = Caller.system(workspace.id(), Actor.SYSTEM);
                    int portion;
                    do {
                        portion = embeddings.embedSome(caller);
                    } while (portion == MemoryEmbeddings.AT_ONCE);
                }
            }
            return true;
        } catch (EmbedderException e) {
            LOG.warn("Memories have no vectors yet, so they are found by their words alone. {}", e.getMessage());
            return false;
        } catch (RuntimeException e) {
            LOG.error("Memories could not be given their vectors. {}", e.getMessage());
            return false;
        }
    }
}
