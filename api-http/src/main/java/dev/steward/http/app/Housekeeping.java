package dev.steward.http.app;

import dev.steward.application.Caller;
import dev.steward.application.Clock;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.application.knowledge.MemoryRetrievals;
import dev.steward.application.workspace.Retention;
import dev.steward.application.workspace.Workspaces;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.copy.CopyableDatabase;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Once a day forgets what every workspace has kept long enough: events, what the memory was asked, and answers for repeated requests. */
@Singleton
public final class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final String JOB = "housekeeping";
    private static final Duration DAY = Duration.ofDays(1);

    private final RecurringJobs jobs;
    private final Workspaces workspaces;
    private final Retention retention;
    private final MemoryRetrievals retrievals;
    private final Units units;
    private final Clock clock;

    Housekeeping(RecurringJobs jobs, Workspaces workspaces, Retention retention, MemoryRetrievals retrievals, Units units, Clock clock) {
        this.jobs = jobs;
        this.workspaces = workspaces;
        this.retention = retention;
        this.retrievals = retrievals;
        this.units = units;
        this.clock = clock;
    }

    /** Goes on until the context closes. */
    public void start() {
        jobs.repeat(JOB, this::runIfDue);
    }

    /** False when it failed; what was forgotten until then stays forgotten, and the next attempt goes on. */
    boolean runIfDue() {
        try (CopyableDatabase.Use turn = jobs.turn(JOB).orElse(null)) {
            Instant now = clock.now();
            Optional<Instant> last = turn == null ? Optional.of(now) : jobs.doneAt(JOB);
            if (last.isEmpty() || !last.get().isAfter(now.minus(DAY))) {
                long events = 0;
                long answers = 0;
                long asked = 0;
                for (Workspace workspace : workspaces.list()) {
                    Caller caller = Caller.system(workspace.id(), Actor.SYSTEM);
                    events += all(caller, retention::forgetEvents);
                    answers += all(caller, retention::forgetAnswers);
                    asked += all(caller, retrievals::forget);
                }
                jobs.done(JOB, now);
                LOG.debug("Forgot {} events, {} answers and {} questions to the memory", events, answers, asked);
            }
            return true;
        } catch (RuntimeException e) {
            LOG.error("Old events could not be forgotten; the next attempt is in an hour. {}", e.getMessage());
            return false;
        }
    }

    /** Each portion is a write of its own, so others come in between. */
    private long all(Caller caller, ToIntFunction<UnitOfWork> forget) {
        long count = 0;
        int portion;
        do {
            portion = units.write(caller, unit -> forget.applyAsInt(unit)).join();
            count += portion;
        } while (portion == Retention.AT_ONCE);
        return count;
    }
}
