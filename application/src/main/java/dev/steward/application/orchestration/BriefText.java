package dev.steward.application.orchestration;

import dev.steward.application.Caller;
import dev.steward.domain.Json;

/** Writes what an agent starts from as one text, of this context's facts and of what others know, such as the memory. */
public interface BriefText {

    /**
     * The text for whoever has just claimed the assignment, with what was left out of it. Called outside of units; waits for nothing but the
     * database.
     */
    Json.Obj ofClaimed(Caller caller, String assignment);
}
