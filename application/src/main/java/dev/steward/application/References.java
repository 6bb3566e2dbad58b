package dev.steward.application;

import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Violations;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks up what the members of a body refer to, and reports all that is not there together. */
public final class References {

    private final UnitOfWork unit;
    private final Violations violations = new Violations();

    public References(UnitOfWork unit) {
        this.unit = unit;
    }

    /** What {@code field} refers to by {@code key}, an id or what else names it; null, with a violation, when there is none. */
    public <E extends Entity<E>> @Nullable E find(String field, Entities<E> entities, String key) {
        return found(field, entities.words(), key, entities.find(unit, key));
    }

    /** What {@code field} refers to; null when it is empty, or, with a violation, when there is none. */
    public <E extends Entity<E>> @Nullable E find(String field, String kind, Class<? extends Store<E>> port, @Nullable Id<E> id) {
        return id == null ? null : found(field, kind, id.toString(), unit.store(port).find(id));
    }

    /** A rule about what was found, reported with the rest. */
    public References rule(boolean holds, String field, String code, String message) {
        violations.rule(holds, field, code, message);
        return this;
    }

    /** @throws InvalidException with every violation */
    public void done() {
        violations.done();
    }

    private <E> @Nullable E found(String field, String kind, String key, Optional<E> entity) {
        violations.rule(entity.isPresent(), field, "unknown_reference", () -> "There is no " + kind + " '" + key + "' in this workspace.");
        return entity.orElse(null);
    }
}
