package dev.steward.http.orchestration;

import dev.steward.application.Caller;
import dev.steward.application.StoreException;
import dev.steward.application.Units;
import dev.steward.application.orchestration.Assignments;
import dev.steward.application.orchestration.BriefText;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.http.Answer;
import dev.steward.jdbc.JsonText;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Adds the brief to the answers of claims, after the claim is committed, so that no other writer waits for it. It is null where it cannot be
 * read now: the claim holds all the same.
 */
@Singleton
final class ClaimAnswers {

    private final Units units;
    private final Assignments assignments;
    private final BriefText text;

    ClaimAnswers(Units units, Assignments assignments, BriefText text) {
        this.units = units;
        this.assignments = assignments;
        this.text = text;
    }

    /** What the agents of these need to know; of what cannot be read there is nothing. */
    Map<Id<CardAssignment>, Json.Obj> briefs(Caller caller, List<CardAssignment> claimed) {
        Map<Id<CardAssignment>, Json.Obj> briefs = orNull(() -> units.snapshot(caller, unit -> assignments.briefs(unit, claimed)));
        return briefs == null ? Map.of() : briefs;
    }

    /** @param rendered the assignment without its brief */
    Answer answer(Caller caller, CardAssignment claimed, Json.Obj rendered, Json.@Nullable Obj brief, int maxTokens) {
        Json whole = brief == null || maxTokens == 0 ? brief : orNull(() -> text.with(caller, claimed, brief, maxTokens));
        return Answer.ok(rendered.with(Assignments.BRIEF.name(), whole == null ? Json.NULL : whole)).version(claimed.version());
    }

    /** Completes an answer that has only the assignment. */
    UnaryOperator<Answer> completed(Caller caller, int maxTokens) {
        return answer -> {
            Json.Obj rendered = JsonText.storedObject(new String(answer.body(), StandardCharsets.UTF_8));
            CardAssignment claimed = orNull(() -> units.read(caller, unit -> assignments.get(unit, JsonText.text(rendered, "id"))));
            byte[] body = claimed == null
                    ? JsonText.bytes(rendered.with(Assignments.BRIEF.name(), Json.NULL))
                    : answer(caller, claimed, rendered, briefs(caller, List.of(claimed)).get(claimed.id()), maxTokens).body();
            return new Answer(answer.status(), answer.headers(), answer.mediaType(), body);
        };
    }

    private static <T> @Nullable T orNull(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (StoreException | RefusedException e) {
            return null; // the database is gone, or the assignment with its project
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException) {
                return null; // the same, told by a write
            }
            throw e;
        }
    }
}
