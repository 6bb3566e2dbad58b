package dev.steward.application.orchestration;

import dev.steward.application.Caller;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.orchestration.CardAssignment;

/** Writes what an agent starts from, of this context's facts and of what others know, such as the memory. */
public interface BriefText {

    NumberRule MAX_TOKENS = new NumberRule(500, 200_000);
    int USUAL_TOKENS = 8_000;

    /**
     * What {@link Assignments#briefs} says of an assignment for whoever has just claimed it, with all of it as one {@code text} and what was left
     * out of that. Called outside of units; waits for nothing but the database.
     *
     * @param maxTokens one of {@link #MAX_TOKENS}
     */
    Json.Obj with(Caller caller, CardAssignment claimed, Json.Obj brief, int maxTokens);
}
