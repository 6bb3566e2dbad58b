package dev.steward.application.workspace;

import dev.steward.domain.workspace.StoredAnswer;
import java.time.Instant;
import java.util.Optional;

/** Answers kept for requests that may be repeated. */
public interface AnswerStore {

    /**
     * Makes this transaction the only one that handles {@code key} until it ends.
     *
     * @return false when another transaction is handling it now
     */
    boolean lock(String key);

    Optional<StoredAnswer> find(String key);

    /** Keeps the answer, in place of an older one under its key. */
    void put(StoredAnswer answer);

    /**
     * Forgets answers older than {@code instant}, the oldest first, at most {@code limit}.
     *
     * @return how many
     */
    int forgetBefore(Instant instant, int limit);
}
