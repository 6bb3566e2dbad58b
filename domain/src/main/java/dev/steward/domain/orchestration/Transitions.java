package dev.steward.domain.orchestration;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.Word;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A state machine as a table: which steps each state allows.
 *
 * @param <S> the states
 * @param <V> the steps
 */
final class Transitions<S extends Enum<S> & Word, V extends Enum<V> & Word> {

    private final String subject;
    private final Map<S, Set<V>> table;

    /** @param subject as in "This … is queued" */
    Transitions(String subject, Map<S, Set<V>> table) {
        this.subject = subject;
        this.table = new EnumMap<>(table);
    }

    /** The steps that lead on from {@code state}, in the order of their vocabulary. */
    List<V> allowed(S state) {
        return table.getOrDefault(state, Set.of()).stream().sorted().toList();
    }

    /** @throws RefusedException {@code invalid_transition}, naming what is allowed instead */
    void require(S state, V step) {
        List<V> allowed = allowed(state);
        if (!allowed.contains(step)) {
            throw new RefusedException(ErrorCode.INVALID_TRANSITION,
                    "This " + subject + " is " + state.word() + ", from where it cannot " + step.word() + "; "
                            + (allowed.isEmpty() ? "it has ended and stays as it is." : "it can " + String.join(", ", allowed.stream().map(Word::word).toList()) + "."),
                    Map.of("state", Json.of(state.word()), "allowed", Json.of(allowed.stream().map(one -> Json.of(one.word())).toList())));
        }
    }
}
