package dev.steward.application.knowledge;

import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Query.Order;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.portfolio.ProjectReference;
import dev.steward.application.portfolio.Projects;
import dev.steward.application.workspace.Retention;
import dev.steward.application.workspace.Settings;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.knowledge.MemoryFeedback;
import dev.steward.domain.knowledge.MemoryRetrieval;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.planning.Card;
import dev.steward.domain.workspace.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log of what the memory was asked and answered, and what was thought of the answers. Feedback records {@code memory_unit.feedback}. */
public final class MemoryRetrievals extends Entities<MemoryRetrieval> {

    private static final TextRule ANY_TEXT = TextRule.optional(Integer.MAX_VALUE);
    private static final int MAX_HITS = 1_000;

    public static final Shape<MemoryRetrieval> SHAPE = Shape.<MemoryRetrieval>ofEntity("memory_retrieval")
            .output(Field.word("purpose", MemoryRetrieval.Purpose.class).doc("brief: for what an agent starts from."), MemoryRetrieval::purpose)
            .output(Field.text("query", ANY_TEXT).example("deadlock while two servers migrate"), MemoryRetrieval::query)
            .output(Field.of("project_id", ProjectReference.field().type()).optional().filter().doc("The project it was asked about."),
                    one -> one.projectId() == null ? null : ProjectReference.to(one.projectId()))
            .output(Field.<Card>id("card_id").optional().filter().doc("The card it was asked about."), MemoryRetrieval::cardId)
            .output(Field.of("asked", Type.object(Integer.MAX_VALUE)).doc("The whole question, as it is asked again."), MemoryRetrieval::asked)
            .output(Field.of("vectors", Type.object(Integer.MAX_VALUE)).doc("Whether vectors took part, and why not."), MemoryRetrieval::vectors)
            .output(Field.of("hits", Type.list(Type.object(Integer.MAX_VALUE), MAX_HITS)).doc("In their order, each with what made its rank."), MemoryRetrieval::hits)
            .output(Field.text("asked_by", ANY_TEXT).example("worker-1"), MemoryRetrieval::askedBy)
            .build();

    private static final Field<MemoryFeedback.Verdict> VERDICT = Field.word("verdict", MemoryFeedback.Verdict.class).mandatory()
            .doc("not_useful: true, but no answer to this. wrong: not true, or not any more.").example(MemoryFeedback.Verdict.USEFUL);
    private static final Field<String> NOTE = Field.text("note", MemoryFeedback.NOTE).orElse("");

    /** What was thought of a hit. */
    public static final Shape<MemoryFeedback> FEEDBACK = Shape.<MemoryFeedback>of("memory_feedback")
            .input(VERDICT, MemoryFeedback::verdict)
            .input(NOTE, MemoryFeedback::note)
            .output(Field.<MemoryRetrieval>id("retrieval_id"), MemoryFeedback::retrievalId)
            .output(Field.<MemoryUnit>id("memory_unit_id"), MemoryFeedback::memoryUnitId)
            .output(Field.text("given_by", ANY_TEXT).doc("Whose it is: the id of a token, or a name. Each has one for each hit.").example("Ada's laptop"), MemoryFeedback::givenBy)
            .output(Field.instant("given_at"), MemoryFeedback::givenAt)
            .build();

    private static final Field<List<MemoryFeedback>> FEEDBACK_FIELD = Field.of("feedback", Type.outputs(FEEDBACK)).doc("What was thought of its hits.");

    /** One retrieval with what was thought of its hits. */
    public static final Shape<MemoryRetrieval> DETAILED = detailed();

    private static Shape<MemoryRetrieval> detailed() {
        Shape.Builder<MemoryRetrieval> builder = Shape.of("memory_retrieval_with_feedback");
        SHAPE.members().forEach(member -> add(builder, member));
        return builder.extra(FEEDBACK_FIELD).build();
    }

    private static <V> void add(Shape.Builder<MemoryRetrieval> builder, Shape.Member<MemoryRetrieval, V> member) {
        builder.output(member.field(), member.getter());
    }

    private final Projects projects;
    private final Settings settings;

    public MemoryRetrievals(Projects projects, Settings settings) {
        super(SHAPE, MemoryRetrievalStore.class);
        this.projects = projects;
        this.settings = settings;
    }

    /** Newest first. */
    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("id", true, false));
    }

    @Override
    protected Query resolve(UnitOfWork unit, Query query) {
        return projects.withIds(unit, query);
    }

    @Override
    protected @Nullable UUID projectOf(MemoryRetrieval one) {
        return one.projectId() == null ? null : one.projectId().value();
    }

    /** As {@link #DETAILED} describes it. */
    public Json.Obj renderDetailed(UnitOfWork unit, MemoryRetrieval one) {
        return SHAPE.render(one).with(FEEDBACK_FIELD.name(), FEEDBACK_FIELD.type().render(unit.store(MemoryFeedbackStore.class).of(one.id())));
    }

    /**
     * Keeps what the caller thinks of a hit, in place of what it thought before.
     *
     * @throws RefusedException {@code not_found} for what is no hit of this retrieval, or is gone
     */
    public MemoryFeedback judge(UnitOfWork unit, MemoryRetrieval retrieval, String hit, Values values) {
        MemoryUnit judged = Id.<MemoryUnit>parse(hit).filter(id -> retrieval.hits().stream().anyMatch(one -> Json.of(id.toString()).equals(one.get("memory_unit_id"))))
                .flatMap(id -> unit.store(MemoryUnitStore.class).find(id))
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND, "The memory '" + hit + "' is no hit of this retrieval; its hits are at GET /api/v1/memory/retrievals/"
                        + retrieval.id() + "."));
        Actor actor = unit.caller().actor();
        MemoryFeedback feedback = new MemoryFeedback(retrieval.id(), judged.id(), actor.id().isEmpty() ? actor.label() : actor.id(), values.get(VERDICT), values.get(NOTE), unit.now());
        unit.store(MemoryFeedbackStore.class).put(feedback);
        unit.record("memory_unit.feedback", "memory_unit", judged.id().value(), judged.projectId() == null ? null : judged.projectId().value(),
                Json.obj("feedback", FEEDBACK.render(feedback)));
        return feedback;
    }

    /** Forgets the oldest, as long after them as events are forgotten; see {@link Retention#forgetEvents}. What was thought of hits stays. */
    public int forget(UnitOfWork unit) {
        int days = settings.eventRetentionDays(unit);
        Instant before = unit.now().minus(Duration.ofDays(days));
        return days == 0 ? 0 : unit.store(MemoryRetrievalStore.class).forgetBefore(before, Retention.AT_ONCE);
    }
}
