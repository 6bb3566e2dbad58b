package dev.steward.domain.workspace;

import dev.steward.domain.Json;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened, in the transaction that made it so.
 *
 * @param sequence 1, 2, 3 … within the workspace, in commit order: who has seen n never meets a later-committed number below n
 * @param type {@code subject.verb}, such as {@code session.completed}
 * @param projectId the project it belongs to, when there is one
 * @param payload what changed
 */
public record Event(
        long sequence,
        Instant at,
        Actor actor,
        String type,
        String subjectType,
        UUID subjectId,
        @Nullable UUID projectId,
        @Nullable UUID runId,
        Json.Obj payload,
        String requestId) {

    /** The same event at its place in the log. */
    public Event numbered(long number) {
        return new Event(number, at, actor, type, subjectType, subjectId, projectId, runId, payload, requestId);
    }
}
