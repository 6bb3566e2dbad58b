package dev.steward.jdbc.planning;

import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.Word;
import dev.steward.domain.planning.PlanningAction;
import dev.steward.domain.planning.PlanningAction.Change;
import dev.steward.domain.workspace.Actor;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code planning_action}. */
@MappedEntity("planning_action")
public record PlanningActionRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        @Nullable Long sequence,
        int batchIndex,
        String actionType,
        String targetRef,
        String payload,
        @Nullable String content,
        @Nullable Long contentLength,
        String outcome,
        @Nullable String rejection,
        String changes,
        String actorKind,
        String actorId,
        String actorLabel) {

    static PlanningActionRow from(PlanningAction action, RowKey key) {
        Json.Obj rejection = action.rejection();
        return new PlanningActionRow(key, action.version(), action.meta().createdAt(), action.meta().updatedAt(), action.projectId().value(),
                action.sequence(), action.batchIndex(), action.actionType(), JsonText.write(action.targetRef()), JsonText.write(action.payload()),
                ContentColumns.text(action.content()), ContentColumns.length(action.content()), action.outcome().word(),
                rejection == null ? null : JsonText.write(rejection),
                JsonText.write(Json.of(action.changes().stream().map(PlanningActionRow::json).toList())),
                action.actor().kind().word(), action.actor().id(), action.actor().label());
    }

    PlanningAction toPlanningAction() {
        return new PlanningAction(key.meta(version, createdAt, updatedAt), new Id<>(projectId), sequence, batchIndex, actionType,
                JsonText.storedObject(targetRef), JsonText.storedObject(payload), ContentColumns.of(content, contentLength),
                Word.of(PlanningAction.Outcome.class, outcome), rejection == null ? null : JsonText.storedObject(rejection),
                JsonText.storedObjects(changes).stream().map(PlanningActionRow::change).toList(),
                new Actor(Word.of(Actor.Kind.class, actorKind), actorId, actorLabel));
    }

    private static Json.Obj json(Change change) {
        return Json.obj("type", Json.of(change.type())).with("id", Json.of(change.id().toString()))
                .with("before", version(change.before())).with("after", version(change.after()));
    }

    private static Json version(@Nullable Long version) {
        return version == null ? Json.NULL : Json.of(version);
    }

    private static Change change(Json.Obj json) {
        return new Change(JsonText.text(json, "type"), UUID.fromString(JsonText.text(json, "id")), version(json, "before"), version(json, "after"));
    }

    private static @Nullable Long version(Json.Obj json, String name) {
        return json.get(name) instanceof Json.Num number ? (Long) number.value().longValueExact() : null;
    }
}
