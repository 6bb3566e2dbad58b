package dev.steward.http.orchestration;

import dev.steward.application.StoreException;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.application.orchestration.Assignments;
import dev.steward.application.orchestration.Assignments.Claimant;
import dev.steward.application.orchestration.CardAssignmentStore.Wanted;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.workspace.Workspace;
import dev.steward.http.Answer;
import dev.steward.http.Idempotency;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * Claims of whatever comes next that want the same are made together: those that come while others are under way wait for these, and are
 * then one unit of work. So what they ask of the database it is asked once, and not once for each agent; an agent that comes alone waits
 * for nobody. Each of them is one claim all the same, in the name of its caller, with its own answer.
 */
@Singleton
final class ClaimBatches {

    private static final int TOGETHER = 32;
    /** How many batches of a kind are under way at once, until their last answer: so few that the next ones are large, and ask the database once for many. */
    private static final int UNDER_WAY = 2;
    private static final int MAX_WAITING = 1_000;

    private final Units units;
    private final Assignments assignments;
    private final ClaimAnswers answers;
    private final ExecutorService blocking;
    private final Map<Kind, Line> lines = new HashMap<>();

    ClaimBatches(Units units, Assignments assignments, ClaimAnswers answers, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.units = units;
        this.assignments = assignments;
        this.answers = answers;
        this.blocking = blocking;
    }

    private record Kind(Id<Workspace> workspace, Wanted wanted) {
    }

    /** Those that wait for claims of their kind; there is one where some are under way. */
    private static final class Line {
        private final Queue<One> waiting = new ArrayDeque<>();
        private int underWay;
    }

    private record One(Claimant claimant, Idempotency idempotency, CompletableFuture<Optional<Answer>> answer) {
    }

    private sealed interface Outcome {

        record Claimed(CardAssignment assignment, Json.Obj rendered) implements Outcome {
        }

        record Kept(Answer answer) implements Outcome {
        }

        record Refused(RefusedException refusal) implements Outcome {
        }

        record Nothing() implements Outcome {
        }
    }

    /** The answer to a claim, kept ones too; empty when there is nothing for it. */
    CompletableFuture<Optional<Answer>> claim(Claimant claimant, Wanted wanted, Idempotency idempotency) {
        One one = new One(claimant, idempotency, new CompletableFuture<>());
        Kind kind = new Kind(claimant.caller().workspace(), wanted);
        synchronized (lines) {
            Line line = lines.computeIfAbsent(kind, none -> new Line());
            if (line.underWay == UNDER_WAY) {
                if (line.waiting.size() >= MAX_WAITING) {
                    return CompletableFuture.failedFuture(new StoreException.Unavailable("Too many claims are waiting", Duration.ofSeconds(1)));
                }
                line.waiting.add(one);
                return one.answer();
            }
            line.underWay++;
        }
        begin(kind, List.of(one));
        return one.answer();
    }

    private void begin(Kind kind, List<One> batch) {
        write(kind.wanted(), batch).whenComplete((outcomes, failure) -> {
            if (failure == null) {
                elsewhere(batch, () -> answer(batch, outcomes)).whenComplete((done, unanswered) -> goOn(kind));
                return;
            }
            goOn(kind);
            if (batch.size() > 1 && !(cause(failure) instanceof StoreException.Unavailable)) {
                batch.forEach(one -> alone(kind, one)); // what one of them did must not be the failure of all
            } else {
                fail(batch, failure);
            }
        });
    }

    private void goOn(Kind kind) {
        List<One> next = next(kind);
        if (!next.isEmpty()) {
            begin(kind, next);
        }
    }

    private void alone(Kind kind, One one) {
        write(kind.wanted(), List.of(one)).whenComplete((outcomes, failure) -> {
            if (failure == null) {
                elsewhere(List.of(one), () -> answer(List.of(one), outcomes));
            } else {
                fail(List.of(one), failure);
            }
        });
    }

    /** Some of those that wait, no two with the same key: the second of these is to find the answer of the first. */
    private List<One> next(Kind kind) {
        synchronized (lines) {
            Line line = Objects.requireNonNull(lines.get(kind));
            List<One> next = new ArrayList<>();
            Set<String> keys = new HashSet<>();
            for (Iterator<One> waiting = line.waiting.iterator(); waiting.hasNext() && next.size() < TOGETHER; ) {
                One one = waiting.next();
                if (one.idempotency().key().map(keys::add).orElse(true)) {
                    next.add(one);
                    waiting.remove();
                }
            }
            if (next.isEmpty() && --line.underWay == 0) {
                lines.remove(kind);
            }
            return next;
        }
    }

    private CompletableFuture<List<Outcome>> write(Wanted wanted, List<One> batch) {
        try {
            return units.write(batch.getFirst().claimant().caller(), unit -> outcomes(unit, wanted, batch));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private List<Outcome> outcomes(UnitOfWork unit, Wanted wanted, List<One> batch) {
        Map<One, Outcome> outcomes = new IdentityHashMap<>();
        List<One> open = new ArrayList<>();
        for (One one : batch) {
            try {
                Optional<Answer> kept = one.idempotency().kept(unit.as(one.claimant().caller()));
                if (kept.isPresent()) {
                    outcomes.put(one, new Outcome.Kept(kept.get()));
                } else {
                    open.add(one);
                }
            } catch (RefusedException e) {
                outcomes.put(one, new Outcome.Refused(e));
            }
        }
        List<CardAssignment> claimed = assignments.claimNext(unit, wanted, open.stream().map(One::claimant).toList());
        List<Json.Obj> rendered = assignments.render(unit, claimed);
        for (int n = 0; n < claimed.size(); n++) {
            Outcome.Claimed outcome = new Outcome.Claimed(claimed.get(n), rendered.get(n));
            outcomes.put(open.get(n), outcome);
            open.get(n).idempotency().keep(unit, () -> Answer.ok(outcome.rendered()).version(outcome.assignment().version()));
        }
        return batch.stream().map(one -> outcomes.getOrDefault(one, new Outcome.Nothing())).toList();
    }

    /** Those that want a text get it one by one: it asks the memory. */
    private void answer(List<One> batch, List<Outcome> outcomes) {
        List<CardAssignment> claimed = outcomes.stream().filter(Outcome.Claimed.class::isInstance).map(outcome -> ((Outcome.Claimed) outcome).assignment()).toList();
        Map<Id<CardAssignment>, Json.Obj> briefs = claimed.isEmpty() ? Map.of() : answers.briefs(batch.getFirst().claimant().caller(), claimed);
        for (int n = 0; n < batch.size(); n++) {
            One one = batch.get(n);
            int maxTokens = Assignments.maxTokens(one.claimant().values());
            switch (outcomes.get(n)) {
                case Outcome.Claimed(CardAssignment assignment, Json.Obj rendered) -> {
                    Runnable answering = () -> one.answer().complete(Optional.of(
                            answers.answer(one.claimant().caller(), assignment, rendered, briefs.get(assignment.id()), maxTokens)));
                    if (maxTokens == 0) {
                        answering.run();
                    } else {
                        elsewhere(List.of(one), answering);
                    }
                }
                case Outcome.Kept(Answer kept) -> elsewhere(List.of(one),
                        () -> one.answer().complete(Optional.of(answers.completed(one.claimant().caller(), maxTokens).apply(kept))));
                case Outcome.Refused(RefusedException refusal) -> one.answer().completeExceptionally(refusal);
                case Outcome.Nothing() -> one.answer().complete(Optional.empty());
            }
        }
    }

    /** On a thread that may wait; whatever goes wrong there, they get an answer. */
    private CompletableFuture<Void> elsewhere(List<One> batch, Runnable task) {
        CompletableFuture<Void> run;
        try {
            run = CompletableFuture.runAsync(task, blocking);
        } catch (RejectedExecutionException e) {
            run = CompletableFuture.failedFuture(new StoreException.Unavailable("The server is stopping", Duration.ofSeconds(2)));
        }
        return run.whenComplete((done, failure) -> {
            if (failure != null) {
                fail(batch, failure);
            }
        });
    }

    private static void fail(List<One> batch, Throwable failure) {
        batch.forEach(one -> one.answer().completeExceptionally(cause(failure)));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
