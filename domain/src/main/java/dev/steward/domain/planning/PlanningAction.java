package dev.steward.domain.planning;

import dev.steward.domain.Id;
import dev.steward.domain.Json.Obj;
import dev.steward.domain.Word;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Actor;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the log of a story map, never changed. Accepted ones, applied in order, make the map.
 *
 * @param sequence the number of its batch, null for a rejected one
 * @param batchIndex its place in the batch, from 0
 * @param actionType as it was understood; of a rejected one, as it was sent
 * @param payload with every id that it was given, so that applying it again makes the same things; without its {@code content}
 * @param content the payload's member of that name
 * @param rejection why it was rejected, null for an accepted one
 */
public record PlanningAction(
        Meta<PlanningAction> meta,
        Id<Project> projectId,
        @Nullable Long sequence,
        int batchIndex,
        String actionType,
        Obj targetRef,
        Obj payload,
        @Nullable Content content,
        Outcome outcome,
        @Nullable Obj rejection,
        List<Change> changes,
        Actor actor) implements Part<PlanningAction> {

    public PlanningAction {
        changes = List.copyOf(changes);
    }

    public enum Outcome implements Word { ACCEPTED, REJECTED }

    /**
     * What an action did to one thing. Siblings that only made room are not named.
     *
     * @param type name of the entity
     * @param before its version, null when the action made it
     * @param after its version, null when the action removed it
     */
    public record Change(String type, UUID id, @Nullable Long before, @Nullable Long after) {
    }
}
