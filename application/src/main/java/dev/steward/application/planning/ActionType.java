package dev.steward.application.planning;

import dev.steward.domain.Word;
import java.util.Locale;
import java.util.Optional;

/** What can be done to a story map. The log knows these words, so none is ever renamed or given another meaning. */
public enum ActionType implements Word {
    UPDATE_PROJECT(""),
    CREATE_WORKFLOW(""),
    UPDATE_WORKFLOW("workflow_id"),
    DELETE_WORKFLOW("workflow_id"),
    CREATE_ACTIVITY("workflow_id"),
    UPDATE_ACTIVITY("workflow_activity_id"),
    DELETE_ACTIVITY("workflow_activity_id"),
    CREATE_CARD("workflow_activity_id"),
    UPDATE_CARD("card_id"),
    REORDER_CARD("card_id"),
    DELETE_CARD("card_id"),
    CREATE_CONTEXT_ARTIFACT(""),
    UPDATE_CONTEXT_ARTIFACT("context_artifact_id"),
    DELETE_CONTEXT_ARTIFACT("context_artifact_id"),
    LINK_CONTEXT_ARTIFACT("card_id"),
    UNLINK_CONTEXT_ARTIFACT("card_id"),
    UPSERT_CARD_PLANNED_FILE("card_id"),
    DELETE_CARD_PLANNED_FILE("planned_file_id"),
    UPSERT_CARD_KNOWLEDGE_ITEM("card_id"),
    DELETE_CARD_KNOWLEDGE_ITEM("knowledge_item_id"),
    /** The approval of a plan; a route of its own. */
    FINALIZE_PROJECT(""),
    /** The approval of a card; a route of its own. */
    FINALIZE_CARD("card_id"),
    /** What a completed assignment learned; comes from orchestration. */
    APPEND_CARD_KNOWLEDGE("card_id");

    private final String target;

    ActionType(String target) {
        this.target = target;
    }

    /** The member of {@code target_ref} that says what it is done to; empty for the project itself. */
    public String target() {
        return target;
    }

    /** Whether callers send it in batches; the others have their own ways in. */
    public boolean isSent() {
        return this != FINALIZE_PROJECT && this != FINALIZE_CARD && this != APPEND_CARD_KNOWLEDGE;
    }

    /** The type written so, or as document 001 wrote it: {@code createCard} is {@code create_card}. */
    public static Optional<ActionType> written(String word) {
        return Word.find(ActionType.class, word.matches("[a-z]+([A-Z][a-z]+)+")
                ? word.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)
                : word);
    }
}
