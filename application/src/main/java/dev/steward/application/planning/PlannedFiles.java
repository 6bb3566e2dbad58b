package dev.steward.application.planning;

import dev.steward.application.Field;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.Values;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.PathGlob;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.PlannedFile;

/** The files that building a card is to create or edit. */
public final class PlannedFiles extends PlacedParts<PlannedFile> {

    static final Field<Id<Card>> CARD_ID = KnowledgeItems.CARD_ID;
    private static final Field<PathGlob> LOGICAL_FILE_NAME = Field.of("logical_file_name",
                    Type.ofText(text -> PathGlob.parse("logical_file_name", text), PathGlob::text, "A path relative to the project's root; may be a glob."))
            .mandatory().filter().sort().doc("Relative to the project's root, without `..`; `*`, `?` and `**` stand for names.").example(PathGlob.parse("", "src/search/*.ts"));
    private static final Field<String> MODULE_HINT = Field.text("module_hint", PlannedFile.MODULE_HINT).orElse("");
    private static final Field<PlannedFile.Kind> ARTIFACT_KIND = Field.word("artifact_kind", PlannedFile.Kind.class).mandatory().filter();
    private static final Field<PlannedFile.Action> ACTION = Field.word("action", PlannedFile.Action.class).mandatory().filter();
    private static final Field<String> INTENT_SUMMARY = Field.text("intent_summary", PlannedFile.INTENT_SUMMARY).mandatory()
            .doc("What it is there for.").example("Finds chapters by title");
    private static final Field<String> CONTRACT_NOTES = Field.text("contract_notes", PlannedFile.CONTRACT_NOTES).orElse("");
    private static final Field<PlannedFile.Status> STATUS = Field.word("status", PlannedFile.Status.class).orElse(PlannedFile.Status.PROPOSED).filter();

    public static final Shape<PlannedFile> SHAPE = Shape.<PlannedFile>ofEntity("planned_file")
            .output(PROJECT_ID, PlannedFile::projectId)
            .input(CARD_ID, PlannedFile::cardId)
            .input(LOGICAL_FILE_NAME, file -> file.details().logicalFileName())
            .input(MODULE_HINT, file -> file.details().moduleHint())
            .input(ARTIFACT_KIND, file -> file.details().artifactKind())
            .input(ACTION, file -> file.details().action())
            .input(INTENT_SUMMARY, file -> file.details().intentSummary())
            .input(CONTRACT_NOTES, file -> file.details().contractNotes())
            .input(STATUS, file -> file.details().status())
            .input(POSITION, PlannedFile::position)
            .build();

    private final Cards cards;

    PlannedFiles(Cards cards) {
        super(SHAPE, PlannedFileStore.class);
        this.cards = cards;
    }

    @Override
    Verbs verbs() {
        return new Verbs(ActionType.UPSERT_CARD_PLANNED_FILE, ActionType.UPSERT_CARD_PLANNED_FILE, ActionType.DELETE_CARD_PLANNED_FILE, "planned_file_id");
    }

    @Override
    PlannedFile create(MapChange change, Id<PlannedFile> id, Values values) {
        Card card = cards.require(change, CARD_ID.name(), values.get(CARD_ID).toString());
        PlannedFile made = put(change, values.orNull(POSITION), place ->
                PlannedFile.create(Meta.first(id, change.unit().now()), card.projectId(), card.id(), details(values), place));
        cards.raise(change, card.id());
        return made;
    }

    @Override
    PlannedFile update(MapChange change, PlannedFile current, Json.Obj patch, Values values) {
        PlannedFile revised = replace(change, current, current.revise(change.unit().now(), details(values)), "updated");
        if (revised.version() != current.version()) {
            cards.raise(change, current.cardId());
        }
        Integer place = asked(patch, values.orNull(POSITION));
        return place == null ? revised : move(change, revised, place);
    }

    @Override
    void delete(MapChange change, PlannedFile file, boolean cascade) {
        super.delete(change, file, cascade);
        cards.raise(change, file.cardId());
    }

    private static PlannedFile.Details details(Values values) {
        return new PlannedFile.Details(values.get(LOGICAL_FILE_NAME), values.get(MODULE_HINT), values.get(ARTIFACT_KIND), values.get(ACTION),
                values.get(INTENT_SUMMARY), values.get(CONTRACT_NOTES), values.get(STATUS));
    }
}
