package dev.steward.application.planning;

import dev.steward.application.Entities.Step;
import dev.steward.application.UnitOfWork;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.PlanningAction.Change;
import dev.steward.domain.portfolio.Project;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One change of one map: all actions of a batch, in one unit of work, while the project is locked. */
final class MapChange {

    private final UnitOfWork unit;
    private final Set<Id<Card>> raised = new HashSet<>();
    private final Map<UUID, Change> changes = new LinkedHashMap<>();
    private final Map<Id<Card>, Card> approving = new HashMap<>();
    private final List<Step<Card>> approved = new ArrayList<>();
    private Project project;
    private String verb = "planned";
    private boolean structure;

    MapChange(UnitOfWork unit, Project project) {
        this.unit = unit;
        this.project = project;
    }

    UnitOfWork unit() {
        return unit;
    }

    Project project() {
        return project;
    }

    /** What an action made of the project, which is kept once, when all actions are done, with this verb. */
    void project(Project changed, String verb) {
        note("project", changed.id().value(), changed.version(), changed.version() + 1);
        project = changed;
        this.verb = verb;
    }

    /** What became of the project by all of it: {@code planned}, or what an action said. */
    String verb() {
        return verb;
    }

    /** What is approved with the plan is another one now. */
    void otherPlan() {
        structure = true;
    }

    boolean isOtherPlan() {
        return structure;
    }

    /** Whether the content revision of this card is yet to be raised; asked once for each. */
    boolean raises(Id<Card> card) {
        return raised.add(card);
    }

    /** Cards that are about to be approved, as they are. */
    void approving(Map<Id<Card>, Card> cards) {
        approving.clear();
        approving.putAll(cards);
    }

    Optional<Card> approving(Id<Card> card) {
        return Optional.ofNullable(approving.get(card));
    }

    /** A card is approved, and will be kept with others. */
    void approved(Step<Card> step) {
        approving.remove(step.before().id());
        approved.add(step);
    }

    List<Step<Card>> takeApproved() {
        List<Step<Card>> taken = List.copyOf(approved);
        approved.clear();
        return taken;
    }

    void made(String type, Entity<?> entity) {
        note(type, entity.id().value(), null, entity.version());
    }

    void changed(String type, Entity<?> before, Entity<?> after) {
        note(type, before.id().value(), before.version(), after.version());
    }

    void removed(String type, Entity<?> entity) {
        note(type, entity.id().value(), entity.version(), null);
    }

    /** Two changes of one thing by one action are one. */
    private void note(String type, UUID id, @Nullable Long before, @Nullable Long after) {
        changes.merge(id, new Change(type, id, before, after), (first, second) -> new Change(type, id, first.before(), second.after()));
    }

    /** What changed since this was asked last. */
    List<Change> takeChanges() {
        List<Change> taken = new ArrayList<>(changes.values());
        changes.clear();
        return taken;
    }
}
