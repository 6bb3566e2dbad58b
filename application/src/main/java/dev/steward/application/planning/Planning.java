package dev.steward.application.planning;

import static dev.steward.application.planning.Action.without;
import static dev.steward.application.planning.Parts.member;
import static dev.steward.application.planning.Parts.refusal;

import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Shape;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.Entities.Step;
import dev.steward.application.portfolio.ProjectStore;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.Word;
import dev.steward.domain.planning.ArtifactLink;
import dev.steward.domain.planning.BuildState;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.CardCounts;
import dev.steward.domain.planning.Content;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.domain.planning.Part;
import dev.steward.domain.planning.Placed;
import dev.steward.domain.planning.PlanningAction;
import dev.steward.domain.planning.PlanningAction.Outcome;
import dev.steward.domain.planning.Readiness;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Actor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The use cases that change story maps. Each change, also one of a single part, is a batch of actions: it locks its project, is applied
 * whole or not at all, raises the project's {@code action_sequence} by one and is logged. Applying what was accepted, in order, to an empty
 * project makes the same map.
 */
public final class Planning {

    /** The body of {@link #apply}. */
    public static final Shape<?> BATCH = Batches.BATCH;
    /** What a batch did, or in a preview would do. */
    public static final Shape<Applied> APPLIED = Batches.APPLIED;
    public static final Shape<?> MOVE = Batches.MOVE;
    public static final Shape<?> LINKING = Batches.LINKING;

    private static final int MAX_LEARNED = 200;

    private final Projects projects;
    private final PlanParts parts;

    public Planning(Projects projects, PlanParts parts) {
        this.projects = projects;
        this.parts = parts;
    }

    /**
     * What a batch did.
     *
     * @param sequence the number of the batch
     */
    public record Applied(long sequence, List<PlanningAction> actions) {
        public Applied {
            actions = List.copyOf(actions);
        }
    }

    /** Something that a completed assignment learned about its card. */
    public record Learned(KnowledgeItem.Kind kind, String text, @Nullable Double confidence, String evidenceSource) {
    }

    /**
     * Applies a batch, all of it or nothing.
     *
     * @param body values of {@link #BATCH}
     * @throws ActionRejected names the first action that was refused, and why
     * @throws RefusedException {@code sequence_mismatch}, {@code expected_sequence_required}, {@code archived}
     */
    public Applied apply(UnitOfWork unit, Project project, Values body) {
        Integer expected = body.orNull(Batches.EXPECTED_SEQUENCE);
        if (expected == null && unit.caller().actor().kind() == Actor.Kind.AGENT) {
            throw new RefusedException(ErrorCode.EXPECTED_SEQUENCE_REQUIRED,
                    "An agent's batch needs expected_sequence, the action_sequence of the map it read; the current one is " + project.actionSequence() + ".",
                    Map.of("current_sequence", Json.of(project.actionSequence())));
        }
        List<Action> actions = body.get(Batches.ACTIONS);
        if (actions.isEmpty()) {
            throw refusal("actions", "required", "A batch has at least one action; add one.");
        }
        return run(unit, project.id(), actions, expected == null ? null : expected.longValue(), true);
    }

    /** Keeps in the log that a batch was rejected; in a unit of its own, because the batch's left nothing. */
    public void logRejection(UnitOfWork unit, ActionRejected rejected) {
        Action action = rejected.action();
        if (unit.store(ProjectStore.class).find(rejected.project()).isPresent()) {
            parts.actions().log(unit, List.of(new PlanningAction(unit.firstMeta(), rejected.project(), null, rejected.index(), action.type().word(),
                    action.target(), without(action.payload(), "content"), content(action.payload()), Outcome.REJECTED, rejected.reason(), List.of(),
                    unit.caller().actor())));
        }
    }

    /**
     * Applies one logged batch again, to a project that has the map which the batches before it made: of an export, or of a copy.
     *
     * @param batch accepted actions of one sequence, in order, with their contents
     */
    public Applied replay(UnitOfWork unit, Id<Project> project, List<PlanningAction> batch) {
        List<Action> actions = batch.stream().sorted(Comparator.comparingInt(PlanningAction::batchIndex))
                .map(logged -> new Action(Word.of(ActionType.class, logged.actionType()), logged.targetRef(), PlanningActions.payload(logged))).toList();
        return run(unit, project, actions, null, true);
    }

    // ---- one part at a time -------------------------------------------------------------------------------------------------------

    /**
     * Makes a part of a project.
     *
     * @param target what it hangs below, as {@code target_ref} says it; may be in the body instead
     * @param body of a create, with an {@code id} when the caller chooses it
     */
    public <E extends Part<E>> E create(UnitOfWork unit, Id<Project> project, Parts<E> kind, Json.Obj target, Json body) {
        Json.Obj payload = object(body);
        member(payload, "id").map(json -> this.<E>id(json, "id")).ifPresent(id -> requireFree(unit, kind, id, "id"));
        PlanningAction logged = single(unit, project, new Action(kind.verbs().create(), target, payload));
        return kind.get(unit, id(kind, logged));
    }

    /** Changes a part by a merge patch. */
    public <E extends Part<E>> E update(UnitOfWork unit, Parts<E> kind, E current, Json patch) {
        Json.Obj payload = object(patch);
        Parts.Verbs verbs = kind.verbs();
        single(unit, current.projectId(), verbs.create() == verbs.update()
                ? new Action(verbs.update(), Json.obj("card_id", Json.of(((Placed<?>) current).parent().toString())), payload.with(verbs.id(), Json.of(current.id().toString())))
                : new Action(verbs.update(), Json.obj(verbs.id(), Json.of(current.id().toString())), payload));
        return kind.get(unit, current.id());
    }

    /** Removes a part, and with {@code cascade} what hangs below it. */
    public <E extends Part<E>> void delete(UnitOfWork unit, Parts<E> kind, E current, boolean cascade) {
        single(unit, current.projectId(), new Action(kind.verbs().delete(), Json.obj(kind.verbs().id(), Json.of(current.id().toString())),
                cascade ? Json.obj("cascade", Json.of(true)) : Json.EMPTY));
    }

    /** Moves a card; the body is one of {@link #MOVE}. */
    public Card move(UnitOfWork unit, Card card, Json body) {
        single(unit, card.projectId(), new Action(ActionType.REORDER_CARD, card(card), object(body)));
        return parts.cards().get(unit, card.id());
    }

    /** Links an artifact to a card, or gives the link another hint; the body is one of {@link #LINKING}. */
    public ArtifactLink link(UnitOfWork unit, Card card, Json body) {
        PlanningAction logged = single(unit, card.projectId(), new Action(ActionType.LINK_CONTEXT_ARTIFACT, card(card), object(body)));
        Id<ContextArtifact> artifact = id(logged.payload().members().getOrDefault("context_artifact_id", Json.NULL), "context_artifact_id");
        return unit.store(ArtifactLinkStore.class).find(card.id(), artifact).orElseThrow();
    }

    public void unlink(UnitOfWork unit, ArtifactLink link) {
        single(unit, link.projectId(), new Action(ActionType.UNLINK_CONTEXT_ARTIFACT, Json.obj("card_id", Json.of(link.cardId().toString())),
                Json.obj("context_artifact_id", Json.of(link.contextArtifactId().toString()))));
    }

    // ---- approval -----------------------------------------------------------------------------------------------------------------

    /**
     * Approves the plan as it is now; when it is approved as it is, changes nothing.
     *
     * @throws RefusedException {@code not_ready} with everything that is missing
     */
    public Project finalizeProject(UnitOfWork unit, Project asked) {
        Project project = locked(unit, asked.id());
        if (project.isFinalized() && !project.isStale()) {
            return project;
        }
        requireReady(readiness(unit, project), "The plan cannot be approved yet");
        single(unit, project.id(), new Action(ActionType.FINALIZE_PROJECT, Json.EMPTY, Json.EMPTY));
        return projects.get(unit, project.id());
    }

    /**
     * The same together with each of its cards that is not approved as it is now, all of it or nothing.
     *
     * @throws RefusedException {@code not_ready} with everything that is missing, of whichever card
     */
    public Project finalizeWithCards(UnitOfWork unit, Project asked) {
        Project project = locked(unit, asked.id());
        requireReady(readiness(unit, project), "The plan cannot be approved yet");
        Project approved = project.isFinalized() && !project.isStale() ? project : project.approve(unit.now());
        Map<Id<Card>, CardCounts> counts = unit.store(CardStore.class).counts(project.id());
        List<Action> actions = new ArrayList<>();
        if (approved != project) {
            actions.add(new Action(ActionType.FINALIZE_PROJECT, Json.EMPTY, Json.EMPTY));
        }
        Map<Card, List<Json.Obj>> missing = new LinkedHashMap<>();
        for (Card card : parts.cards().all(unit, Filter.in("project_id", project.id().value()))) {
            Readiness readiness = Readiness.toFinalize(approved, counts.getOrDefault(card.id(), CardCounts.NONE));
            if (!readiness.isReady()) {
                missing.put(card, Cards.missing(readiness));
            } else if (!card.isFinalized() || card.isStale()) {
                actions.add(new Action(ActionType.FINALIZE_CARD, card(card), Json.EMPTY));
            }
        }
        if (!missing.isEmpty()) {
            throw Cards.notReady(missing, "cannot be approved yet; add what 'missing' names");
        }
        if (!actions.isEmpty()) {
            run(unit, project.id(), actions, null, false);
        }
        return projects.get(unit, project.id());
    }

    /** The same for a card. */
    public Card finalizeCard(UnitOfWork unit, Card asked) {
        Project project = locked(unit, asked.projectId());
        Card card = parts.cards().get(unit, asked.id());
        if (card.isFinalized() && !card.isStale() && readiness(unit, project, card).isReady()) {
            return card;
        }
        requireReady(readiness(unit, project, card), "The card cannot be approved yet");
        single(unit, project.id(), new Action(ActionType.FINALIZE_CARD, card(card), Json.EMPTY));
        return parts.cards().get(unit, card.id());
    }

    Readiness readiness(UnitOfWork unit, Project project) {
        return Readiness.toFinalize(unit.store(CardStore.class).count(Query.where("project_id", 1, project.id().value())));
    }

    Readiness readiness(UnitOfWork unit, Project project, Card card) {
        return Readiness.toFinalize(project, parts.cards().counts(unit, card));
    }

    // ---- what orchestration asks for ----------------------------------------------------------------------------------------------

    /**
     * That a card may be given to an agent: its project and the card itself are approved as they are.
     *
     * @throws RefusedException {@code not_ready} with everything that is missing
     */
    public void requireReady(UnitOfWork unit, Id<Card> id) {
        Card card = parts.cards().get(unit, id);
        requireReady(Readiness.toBuild(projects.get(unit, card.projectId()), card, parts.cards().counts(unit, card)), "The card '" + card.details().title() + "' cannot be built yet");
    }

    /** What stands between these cards of a project and being given to an agent, of each and in their order. */
    public Map<Card, Readiness> readinessToBuild(UnitOfWork unit, Project project, List<Card> cards) {
        Map<Id<Card>, CardCounts> counts = unit.store(CardStore.class).counts(cards.stream().map(Card::id).collect(Collectors.toSet()));
        Map<Card, Readiness> readiness = new LinkedHashMap<>();
        cards.forEach(card -> readiness.put(card, Readiness.toBuild(project, card, counts.getOrDefault(card.id(), CardCounts.NONE))));
        return readiness;
    }

    /**
     * Adds what building a card taught, as drafts of an agent. Leaves out what the card has already, in other spacing or case, too; when that
     * is all, changes nothing. Does not raise the card's content revision.
     *
     * @return how many were added
     */
    public int appendKnowledge(UnitOfWork unit, Id<Card> id, List<Learned> learned) {
        Card card = parts.cards().get(unit, id);
        locked(unit, card.projectId());
        Set<String> known = new HashSet<>();
        parts.knowledge().all(unit, Filter.in("card_id", id.value())).forEach(item -> known.add(item.kind().word() + " " + KnowledgeItem.normalized(item.details().text())));
        List<Json> items = new ArrayList<>();
        for (Learned one : learned.subList(0, Math.min(MAX_LEARNED, learned.size()))) {
            if (!one.text().isBlank() && known.add(one.kind().word() + " " + KnowledgeItem.normalized(one.text()))) {
                Json.Obj item = Json.obj("id", Json.of(unit.newId().toString())).with("kind", Json.of(one.kind().word())).with("text", Json.of(one.text()))
                        .with("source", Json.of(KnowledgeItem.Source.AGENT.word())).with("evidence_source", Json.of(one.evidenceSource()));
                items.add(one.confidence() == null ? item : item.with("confidence", new Json.Num(BigDecimal.valueOf(one.confidence()))));
            }
        }
        if (!items.isEmpty()) {
            single(unit, card.projectId(), new Action(ActionType.APPEND_CARD_KNOWLEDGE, card(card), Json.obj("items", Json.of(items))));
        }
        return items.size();
    }

    /** Keeps how far building these cards is, with the event {@code card.built} of each; no action on the map. */
    public void built(UnitOfWork unit, List<Step<Card>> steps) {
        parts.cards().saveAll(unit, steps, "built");
    }

    /** The same for a workflow. */
    public Workflow built(UnitOfWork unit, Id<Workflow> id, @Nullable BuildState state) {
        Workflow workflow = parts.workflows().get(unit, id);
        return parts.workflows().save(unit, workflow, workflow.built(unit.now(), state), "built");
    }

    // ---- the one way in which maps change -----------------------------------------------------------------------------------------

    /**
     * The project, locked until this unit ends: what is read of its plan from here on stays as it is. For callers that compare versions first.
     *
     * @throws RefusedException {@code archived}
     */
    public Project open(UnitOfWork unit, Id<Project> id) {
        return locked(unit, id);
    }

    private static Project locked(UnitOfWork unit, Id<Project> id) {
        Project project = unit.store(ProjectStore.class).lock(id).orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND, "The project is gone."));
        project.requireOpen();
        return project;
    }

    private PlanningAction single(UnitOfWork unit, Id<Project> project, Action action) {
        return run(unit, project, List.of(action), null, false).actions().getFirst();
    }

    /** @param batch whether a refusal says which action of the batch it was */
    private Applied run(UnitOfWork unit, Id<Project> id, List<Action> actions, @Nullable Long expected, boolean batch) {
        Project project = locked(unit, id);
        if (expected != null && expected != project.actionSequence()) {
            throw new RefusedException(ErrorCode.SEQUENCE_MISMATCH, "expected_sequence is " + expected + ", but the map is at " + project.actionSequence()
                    + "; read it again and make the batch for what it is now.", Map.of("current_sequence", Json.of(project.actionSequence())));
        }
        MapChange change = new MapChange(unit, project);
        List<Optional<String>> made = new ArrayList<>();
        List<PlanningAction> log = new ArrayList<>();
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            if (approving(change, action).isEmpty()) {
                parts.cards().keepApproved(change);
                change.approving(parts.cards().findAll(unit, approvals(actions.subList(i, actions.size()))));
            }
            try {
                Action applied = applied(change, resolved(action, made));
                made.add(made(applied));
                log.add(new PlanningAction(unit.firstMeta(), id, project.actionSequence() + 1, i, applied.type().word(), applied.target(),
                        without(applied.payload(), "content"), content(applied.payload()), Outcome.ACCEPTED, null, change.takeChanges(), unit.caller().actor()));
            } catch (RefusedException e) {
                throw batch ? new ActionRejected(id, i, action, e) : e;
            }
        }
        parts.cards().keepApproved(change);
        Project planned = projects.save(unit, project, change.project().planned(unit.now(), change.isOtherPlan()), change.verb());
        parts.actions().log(unit, log);
        return new Applied(planned.actionSequence(), log);
    }

    private static @Nullable Content content(Json.Obj payload) {
        return payload.get("content") instanceof Json.Text text ? new Content.Text(text.value()) : null;
    }

    /** The id of what an action made, for {@code $n}. */
    private static Optional<String> made(Action applied) {
        return List.of("id", "knowledge_item_id", "planned_file_id").stream()
                .map(applied.payload()::get).filter(Json.Text.class::isInstance).map(id -> ((Json.Text) id).value()).findFirst();
    }

    /** The action with {@code $n} replaced by the id of what action n made. */
    private static Action resolved(Action action, List<Optional<String>> made) {
        return new Action(action.type(), resolved(action.target(), made), resolved(action.payload(), made));
    }

    private static Json.Obj resolved(Json.Obj object, List<Optional<String>> made) {
        Map<String, Json> members = new LinkedHashMap<>(object.members());
        members.replaceAll((name, value) -> {
            if (name.endsWith("_id") && value instanceof Json.Text text && text.value().matches("\\$[0-9]{1,4}")) {
                int index = Integer.parseInt(text.value().substring(1));
                return Json.of((index < made.size() ? made.get(index) : Optional.<String>empty()).orElseThrow(() -> refusal(name, "unknown_reference",
                        text.value() + " is not the index of an earlier action of this batch that makes something.")));
            }
            return value;
        });
        return new Json.Obj(members);
    }

    /** Does it, and gives it as the log keeps it: with its ids. */
    private Action applied(MapChange change, Action action) {
        return switch (action.type()) {
            case UPDATE_PROJECT -> updateProject(change, action);
            case CREATE_WORKFLOW -> create(change, action, parts.workflows());
            case CREATE_ACTIVITY -> create(change, action, parts.activities());
            case CREATE_CARD -> create(change, action, parts.cards());
            case CREATE_CONTEXT_ARTIFACT -> createArtifact(change, action);
            case UPDATE_WORKFLOW -> update(change, action, parts.workflows());
            case UPDATE_ACTIVITY -> update(change, action, parts.activities());
            case UPDATE_CARD -> update(change, action, parts.cards());
            case UPDATE_CONTEXT_ARTIFACT -> update(change, action, parts.artifacts());
            case REORDER_CARD -> reorder(change, action);
            case DELETE_WORKFLOW -> delete(change, action, parts.workflows());
            case DELETE_ACTIVITY -> delete(change, action, parts.activities());
            case DELETE_CARD -> delete(change, action, parts.cards());
            case DELETE_CONTEXT_ARTIFACT -> delete(change, action, parts.artifacts());
            case DELETE_CARD_PLANNED_FILE -> delete(change, action, parts.files());
            case DELETE_CARD_KNOWLEDGE_ITEM -> delete(change, action, parts.knowledge());
            case UPSERT_CARD_PLANNED_FILE -> upsert(change, action, parts.files());
            case UPSERT_CARD_KNOWLEDGE_ITEM -> upsert(change, withSource(change.unit(), action), parts.knowledge());
            case LINK_CONTEXT_ARTIFACT -> link(change, action);
            case UNLINK_CONTEXT_ARTIFACT -> unlink(change, action);
            case FINALIZE_PROJECT -> finalizeProject(change, action);
            case FINALIZE_CARD -> finalizeCard(change, action);
            case APPEND_CARD_KNOWLEDGE -> append(change, action);
        };
    }

    private Action updateProject(MapChange change, Action action) {
        if (action.payload().members().isEmpty()) {
            throw refusal("", "required", "The payload changes nothing; name at least one member.");
        }
        Project before = change.project();
        Values values = Batches.PLAN.merge(before, action.payload());
        Project after = before.replan(values.get(Batches.NAME), values.get(Batches.DESCRIPTION), new Project.Brief(
                values.get(Batches.CUSTOMER_PERSONAS), values.get(Batches.TECH_STACK), values.get(Batches.DEPLOYMENT), values.get(Batches.DESIGN_INSPIRATION)));
        if (!after.equals(before)) {
            change.otherPlan();
            change.project(after, "updated");
        }
        return action;
    }

    private <E extends Part<E>> Action create(MapChange change, Action action, Parts<E> kind) {
        String parent = action.type().target();
        Json.Obj payload = without(action.payload(), "id");
        Json target = action.target().get(parent);
        Json.Obj body = target == null ? payload : payload.with(parent, target);
        Values values = kind.read(body);
        Id<E> id = newId(change.unit(), kind, action.payload(), "id");
        kind.create(change, id, values);
        return new Action(action.type(), parent.isEmpty() ? Json.EMPTY : Json.obj(parent, body.members().getOrDefault(parent, Json.NULL)),
                without(payload, parent).with("id", Json.of(id.toString())));
    }

    private Action createArtifact(MapChange change, Action action) {
        Json.Obj payload = action.payload();
        Action created = create(change, new Action(action.type(), Json.EMPTY, without(payload, "card_id", "linked_by", "usage_hint")), parts.artifacts());
        Map<String, Json> logged = new LinkedHashMap<>(created.payload().members());
        if (member(payload, "card_id").isPresent()) {
            Map<String, Json> hints = new LinkedHashMap<>();
            for (String name : List.of("linked_by", "usage_hint")) {
                member(payload, name).ifPresent(value -> hints.put(name, value));
            }
            Action linked = link(change, new Action(ActionType.LINK_CONTEXT_ARTIFACT, Json.obj("card_id", payload.members().getOrDefault("card_id", Json.NULL)),
                    new Json.Obj(hints).with("context_artifact_id", created.payload().members().getOrDefault("id", Json.NULL))));
            logged.putAll(linked.target().members());
            logged.putAll(without(linked.payload(), "context_artifact_id").members());
        } else if (payload.get("linked_by") != null || payload.get("usage_hint") != null) {
            throw refusal("card_id", "required", "linked_by and usage_hint are of a link to a card; name the card, or leave them out.");
        }
        return new Action(action.type(), Json.EMPTY, new Json.Obj(logged));
    }

    private <E extends Part<E>> Action update(MapChange change, Action action, Parts<E> kind) {
        E current = target(change, action, kind);
        kind.update(change, current, action.payload(), kind.shape().merge(current, action.payload()));
        return action;
    }

    private <E extends Placed<E>> Action upsert(MapChange change, Action action, Parts<E> kind) {
        Card card = target(change, action, parts.cards());
        String name = kind.verbs().id();
        Json.Obj body = without(action.payload(), "id", name).with("card_id", Json.of(card.id().toString()));
        Json given = member(action.payload(), name).or(() -> member(action.payload(), "id")).orElse(Json.NULL);
        Optional<E> current = given.equals(Json.NULL) ? Optional.empty() : kind.find(change.unit(), id(given, name).toString()).filter(item -> item.parent().equals(card.id().value()));
        Id<E> id;
        if (current.isPresent()) {
            id = current.get().id();
            kind.update(change, current.get(), body, kind.shape().merge(current.get(), body));
        } else {
            Values values = kind.read(body);
            id = newId(change.unit(), kind, given.equals(Json.NULL) ? Json.EMPTY : Json.obj(name, given), name);
            kind.create(change, id, values);
        }
        return new Action(action.type(), card(card), without(body, "card_id").with(name, Json.of(id.toString())));
    }

    /** Document 001's spelling of the kind, and where a new item comes from. */
    private Action withSource(UnitOfWork unit, Action action) {
        Json.Obj payload = action.payload();
        Json kind = payload.get("item_type");
        if (kind != null) {
            payload = without(payload, "item_type").with("kind", kind);
        }
        boolean isNew = Optional.ofNullable(payload.get("knowledge_item_id")).or(() -> Optional.empty())
                .flatMap(json -> json instanceof Json.Text text ? parts.knowledge().find(unit, text.value()) : Optional.empty()).isEmpty();
        return new Action(action.type(), action.target(), isNew && member(payload, "source").isEmpty()
                ? without(payload, "source").with("source", Json.of(KnowledgeItems.source(unit).word())) : payload);
    }

    private <E extends Part<E>> Action delete(MapChange change, Action action, Parts<E> kind) {
        E current = target(change, action, kind);
        kind.delete(change, current, Batches.REMOVAL.read(action.payload()).get(Batches.CASCADE));
        return action;
    }

    private Action reorder(MapChange change, Action action) {
        Card current = target(change, action, parts.cards());
        Values values = Batches.MOVE.read(action.payload());
        Json.Obj patch = Json.obj("position", Json.of(values.get(Batches.NEW_POSITION)));
        Json below = member(action.payload(), "workflow_activity_id").orElse(null);
        patch = below == null ? patch : patch.with("workflow_activity_id", below);
        parts.cards().update(change, current, patch, parts.cards().shape().merge(current, patch));
        return action;
    }

    private Action link(MapChange change, Action action) {
        Card card = target(change, action, parts.cards());
        Values values = Batches.LINKING.read(action.payload());
        ContextArtifact artifact = parts.artifacts().require(change, "context_artifact_id", values.get(Batches.CONTEXT_ARTIFACT_ID).toString());
        Optional<ArtifactLink> before = unit(change).find(card.id(), artifact.id());
        String by = Objects.requireNonNullElseGet(values.orNull(Batches.LINKED_BY),
                () -> before.map(ArtifactLink::linkedBy).orElse(change.unit().caller().actor().label()));
        String hint = action.payload().get("usage_hint") == null ? before.map(ArtifactLink::usageHint).orElse("") : values.get(Batches.USAGE_HINT);
        ArtifactLink link = new ArtifactLink(card.projectId(), card.id(), artifact.id(), by, hint, before.map(ArtifactLink::linkedAt).orElse(change.unit().now()));
        if (!before.equals(Optional.of(link))) {
            unit(change).put(link);
            parts.cards().linked(change, card, "artifact_linked", Json.obj("link", Batches.LINKING.render(link)));
        }
        return new Action(action.type(), card(card), action.payload().with("linked_by", Json.of(by)));
    }

    private Action unlink(MapChange change, Action action) {
        Card card = target(change, action, parts.cards());
        Id<ContextArtifact> artifact = Batches.UNLINKING.read(action.payload()).get(Batches.CONTEXT_ARTIFACT_ID);
        ArtifactLink link = unit(change).find(card.id(), artifact).orElseThrow(() ->
                refusal("context_artifact_id", "unknown_reference", "The artifact '" + artifact + "' is not linked to this card."));
        unit(change).remove(card.id(), artifact);
        parts.cards().linked(change, card, "artifact_unlinked", Json.obj("link", Batches.LINKING.render(link)));
        return action;
    }

    private static ArtifactLinkStore unit(MapChange change) {
        return change.unit().store(ArtifactLinkStore.class);
    }

    private Action finalizeProject(MapChange change, Action action) {
        change.project(change.project().approve(change.unit().now()), "finalized");
        return action;
    }

    private Action finalizeCard(MapChange change, Action action) {
        parts.cards().approve(change, approving(change, action).orElseGet(() -> target(change, action, parts.cards())));
        return action;
    }

    /** The cards that the next actions approve one after another. */
    private static Set<Id<Card>> approvals(List<Action> next) {
        return next.stream().map(Planning::approval).takeWhile(Optional::isPresent).map(Optional::get).collect(Collectors.toSet());
    }

    private static Optional<Id<Card>> approval(Action action) {
        return action.type() == ActionType.FINALIZE_CARD && action.target().get("card_id") instanceof Json.Text text ? Id.parse(text.value()) : Optional.empty();
    }

    /** The card that it approves, when that was found together with others and nothing was done to it since. */
    private static Optional<Card> approving(MapChange change, Action action) {
        return approval(action).flatMap(change::approving).filter(card -> card.projectId().equals(change.project().id()));
    }

    private Action append(MapChange change, Action action) {
        Card card = target(change, action, parts.cards());
        Json items = action.payload().members().getOrDefault("items", Json.of(List.of()));
        for (Json item : ((Json.Arr) items).items()) {
            Json.Obj body = (Json.Obj) item;
            Values values = parts.knowledge().read(without(body, "id").with("card_id", Json.of(card.id().toString())));
            parts.knowledge().append(change, newId(change.unit(), parts.knowledge(), body, "id"), values);
        }
        return action;
    }

    /** What an action is done to, in its project. */
    private <E extends Part<E>> E target(MapChange change, Action action, Parts<E> kind) {
        String name = action.type().target();
        Json given = member(action.target(), name).orElseThrow(() -> refusal(name, "required", "Is required; name what the action is done to."));
        return kind.require(change, name, this.<E>id(given, name).toString());
    }

    private <E> Id<E> id(Json json, String field) {
        return (json instanceof Json.Text text ? Id.<E>parse(text.value()) : Optional.<Id<E>>empty()).orElseThrow(() ->
                refusal(field, "invalid_id", "Is not an id; ids are UUIDs, such as Steward's own."));
    }

    private <E extends Part<E>> Id<E> id(Parts<E> kind, PlanningAction logged) {
        Json id = logged.payload().get("id");
        return id(id == null ? logged.payload().members().getOrDefault(kind.verbs().id(), Json.NULL) : id, "id");
    }

    /** The id that the caller chose, or a new one. */
    private <E extends Part<E>> Id<E> newId(UnitOfWork unit, Parts<E> kind, Json.Obj payload, String field) {
        Optional<Id<E>> chosen = member(payload, field).map(json -> id(json, field));
        chosen.ifPresent(id -> requireFree(unit, kind, id, field));
        return chosen.orElseGet(unit::newId);
    }

    private static <E extends Part<E>> void requireFree(UnitOfWork unit, Parts<E> kind, Id<E> id, String field) {
        if (kind.taken(unit, id)) {
            throw refusal(field, "taken", "The id '" + id + "' is taken; choose another one, or leave it out.");
        }
    }

    private static Json.Obj card(Card card) {
        return Json.obj("card_id", Json.of(card.id().toString()));
    }

    private static Json.Obj object(Json body) {
        if (body instanceof Json.Obj object) {
            return object;
        }
        throw refusal("", "wrong_type", "Must be a JSON object.");
    }

    private static void requireReady(Readiness readiness, String what) {
        if (!readiness.isReady()) {
            throw new RefusedException(ErrorCode.NOT_READY, what + ": " + String.join(" ", readiness.missing().stream().map(Readiness.Missing::message).toList()),
                    Map.of("missing", Json.of(Cards.missing(readiness)), "warnings", Cards.words(readiness.warnings())));
        }
    }
}
