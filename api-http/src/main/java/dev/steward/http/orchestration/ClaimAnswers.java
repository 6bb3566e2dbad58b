package dev.steward.http.orchestration;

import dev.steward.application.Caller;
import dev.steward.application.StoreException;
import dev.steward.application.orchestration.Assignments;
import dev.steward.application.orchestration.BriefText;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.http.Answer;
import dev.steward.jdbc.JsonText;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/** Adds the brief to the answers of claims, after the claim is committed, so that no other writer waits for it. */
@Singleton
final class ClaimAnswers {

    private final BriefText text;

    ClaimAnswers(BriefText text) {
        this.text = text;
    }

    /** The answer of a claim with its brief; null there when it cannot be read now: the claim holds all the same. */
    UnaryOperator<Answer> completed(Caller caller, int maxTokens) {
        return answer -> {
            Json.Obj claimed = JsonText.storedObject(new String(answer.body(), StandardCharsets.UTF_8));
            Json brief = brief(caller, JsonText.text(claimed, "id"), maxTokens);
            return new Answer(answer.status(), answer.headers(), answer.mediaType(), JsonText.bytes(claimed.with(Assignments.BRIEF.name(), brief)));
        };
    }

    private Json brief(Caller caller, String assignment, int maxTokens) {
        try {
            return text.ofClaimed(caller, assignment, maxTokens);
        } catch (StoreException | RefusedException e) {
            return Json.NULL; // the database is gone, or the assignment with its project
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException) {
                return Json.NULL; // the same, told by a write
            }
            throw e;
        }
    }
}
