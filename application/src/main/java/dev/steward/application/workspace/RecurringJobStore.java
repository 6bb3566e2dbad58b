package dev.steward.application.workspace;

import java.time.Instant;
import java.util.Optional;

/** When recurring work was last done, by name. */
public interface RecurringJobStore {

    /** Empty when it was never done. */
    Optional<Instant> doneAt(String name);

    /** It was done as of {@code instant}, in place of what was known before. */
    void done(String name, Instant instant);
}
