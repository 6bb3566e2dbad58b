package dev.steward.application.planning;

import dev.steward.application.Field;
import dev.steward.application.Query.Order;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violation;
import dev.steward.domain.Violations;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.domain.workspace.Actor;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requirements, facts, assumptions and questions of cards. */
public final class KnowledgeItems extends PlacedParts<KnowledgeItem> {

    static final Field<Id<Card>> CARD_ID = Field.<Card>id("card_id").mandatory().unchangeable().filter();
    static final Field<KnowledgeItem.Kind> KIND = Field.word("kind", KnowledgeItem.Kind.class).mandatory().unchangeable().filter()
            .doc("Stays what it is.").example(KnowledgeItem.Kind.REQUIREMENT);
    private static final Field<String> TEXT = Field.text("text", KnowledgeItem.TEXT).mandatory().example("A reader finds the chapter by its title");
    private static final Field<KnowledgeItem.Status> STATUS = Field.word("status", KnowledgeItem.Status.class).orElse(KnowledgeItem.Status.DRAFT).filter();
    static final Field<KnowledgeItem.Source> SOURCE = Field.word("source", KnowledgeItem.Source.class).filter()
            .doc("Where it comes from; when it is not given, who writes it.").example(KnowledgeItem.Source.USER);
    private static final Field<Double> CONFIDENCE = Field.of("confidence", confidence()).optional().doc("From 0 to 1.").example(0.9);
    private static final Field<String> EVIDENCE_SOURCE = Field.text("evidence_source", KnowledgeItem.EVIDENCE_SOURCE).orElse("")
            .doc("Where a fact comes from; facts only.");
    private static final Field<String> ANSWER = Field.text("answer", KnowledgeItem.ANSWER).orElse("").doc("Empty while a question is open; questions only.");
    private static final Field<String> ANSWERED_BY = Field.text("answered_by", TextRule.optional(200)).doc("Who answered a question; empty while it is open.").example("");
    private static final Field<Instant> ANSWERED_AT = Field.instant("answered_at").optional();

    public static final Shape<KnowledgeItem> SHAPE = Shape.<KnowledgeItem>ofEntity("knowledge_item")
            .output(PROJECT_ID, KnowledgeItem::projectId)
            .input(CARD_ID, KnowledgeItem::cardId)
            .input(KIND, KnowledgeItem::kind)
            .input(TEXT, item -> item.details().text())
            .input(STATUS, item -> item.details().status())
            .input(SOURCE, item -> item.details().source())
            .input(CONFIDENCE, item -> item.details().confidence())
            .input(EVIDENCE_SOURCE, item -> item.details().evidenceSource())
            .input(ANSWER, item -> item.details().answer())
            .input(POSITION, KnowledgeItem::position)
            .output(ANSWERED_BY, item -> item.answered() == null ? "" : item.answered().by())
            .output(ANSWERED_AT, item -> item.answered() == null ? null : item.answered().at())
            .searchable()
            .build();

    private final Cards cards;

    KnowledgeItems(Cards cards) {
        super(SHAPE, KnowledgeItemStore.class);
        this.cards = cards;
    }

    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("kind", false, false), new Order("position", false, false));
    }

    @Override
    Verbs verbs() {
        return new Verbs(ActionType.UPSERT_CARD_KNOWLEDGE_ITEM, ActionType.UPSERT_CARD_KNOWLEDGE_ITEM, ActionType.DELETE_CARD_KNOWLEDGE_ITEM, "knowledge_item_id");
    }

    @Override
    KnowledgeItem create(MapChange change, Id<KnowledgeItem> id, Values values) {
        Card card = cards.require(change, CARD_ID.name(), values.get(CARD_ID).toString());
        KnowledgeItem made = put(change, values.orNull(POSITION), place -> KnowledgeItem.create(Meta.first(id, change.unit().now()), card.projectId(),
                card.id(), values.get(KIND), details(change.unit(), values), change.unit().caller().actor().label(), place));
        cards.raise(change, card.id());
        return made;
    }

    @Override
    KnowledgeItem update(MapChange change, KnowledgeItem current, Json.Obj patch, Values values) {
        KnowledgeItem revised = replace(change, current,
                current.revise(change.unit().now(), details(change.unit(), values), change.unit().caller().actor().label()), "updated");
        if (revised.version() != current.version()) {
            cards.raise(change, current.cardId());
        }
        Integer place = asked(patch, values.orNull(POSITION));
        return place == null ? revised : move(change, revised, place);
    }

    @Override
    void delete(MapChange change, KnowledgeItem item, boolean cascade) {
        super.delete(change, item, cascade);
        cards.raise(change, item.cardId());
    }

    /** What an agent learned by building the card: does not change what the card asks for. */
    KnowledgeItem append(MapChange change, Id<KnowledgeItem> id, Values values) {
        return put(change, null, place -> KnowledgeItem.create(Meta.first(id, change.unit().now()), change.project().id(), values.get(CARD_ID),
                values.get(KIND), details(change.unit(), values), change.unit().caller().actor().label(), place));
    }

    static KnowledgeItem.Source source(UnitOfWork unit) {
        return unit.caller().actor().kind() == Actor.Kind.AGENT ? KnowledgeItem.Source.AGENT : KnowledgeItem.Source.USER;
    }

    private static KnowledgeItem.Details details(UnitOfWork unit, Values values) {
        KnowledgeItem.Source source = values.orNull(SOURCE);
        return new KnowledgeItem.Details(values.get(TEXT), values.get(STATUS), source == null ? source(unit) : source, values.orNull(CONFIDENCE),
                values.get(EVIDENCE_SOURCE), values.get(ANSWER));
    }

    /** A number from 0 to 1. */
    public static Type<Double> confidence() {
        return new Type<>() {
            @Override
            public @Nullable Double parse(Json json, String pointer, Violations violations) {
                if (json instanceof Json.Num number && number.value().signum() >= 0 && number.value().compareTo(BigDecimal.ONE) <= 0) {
                    return number.value().doubleValue();
                }
                violations.add(json instanceof Json.Num
                        ? new Violation(pointer, "out_of_range", "Must be a number from 0 to 1.")
                        : new Violation(pointer, "wrong_type", "Must be a number from 0 to 1."));
                return null;
            }

            @Override
            public Json render(Double value) {
                return new Json.Num(BigDecimal.valueOf(value));
            }

            @Override
            public Json.Obj describe() {
                return Json.obj("type", Json.of("number")).with("minimum", Json.of(0)).with("maximum", Json.of(1));
            }
        };
    }
}
