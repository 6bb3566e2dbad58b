package dev.steward.application.planning;

import dev.steward.application.Field;
import dev.steward.application.Query.Order;
import dev.steward.application.Shape;
import dev.steward.domain.Json;
import dev.steward.domain.planning.Placed;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Parts with a place among their siblings. Places stay 0, 1, 2 … without gaps: what is put in makes room, what goes closes up.
 *
 * @param <E> the part
 */
public abstract class PlacedParts<E extends Placed<E>> extends Parts<E> {

    static final Field<Integer> POSITION = Field.integer("position", Placed.POSITION).optional().filter().sort()
            .doc("Its place among its siblings, from 0 and without gaps. When it is not given, or beyond the end, the last place. Another place moves it.").example(0);

    private final Class<? extends PlacedStore<E>> port;

    PlacedParts(Shape<E> shape, Class<? extends PlacedStore<E>> port) {
        super(shape, port);
        this.port = port;
    }

    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("position", false, false));
    }

    private PlacedStore<E> placed(MapChange change) {
        return change.unit().store(port);
    }

    /** Puts in what {@code making} makes at a place; null means the last one. */
    final E put(MapChange change, @Nullable Integer wanted, IntFunction<E> making) {
        E any = making.apply(0);
        int siblings = placed(change).siblings(any);
        int place = wanted == null ? siblings : Math.min(wanted, siblings);
        if (place < siblings) {
            placed(change).shift(any, place, siblings, 1, change.unit().now());
        }
        return insert(change, making.apply(place));
    }

    /** Moves among its siblings. */
    final E move(MapChange change, E current, int wanted) {
        int place = Math.min(wanted, placed(change).siblings(current) - 1);
        if (place > current.position()) {
            placed(change).shift(current, current.position() + 1, place + 1, -1, change.unit().now());
        } else if (place < current.position()) {
            placed(change).shift(current, place, current.position(), 1, change.unit().now());
        } else {
            return current;
        }
        return replace(change, current, current.at(change.unit().now(), place), "moved");
    }

    /** Moves below another parent, to a place there that {@code moving} takes; null means the last one. */
    final E move(MapChange change, E current, @Nullable Integer wanted, IntFunction<E> moving) {
        E there = moving.apply(0);
        int siblings = placed(change).siblings(there);
        int place = wanted == null ? siblings : Math.min(wanted, siblings);
        closeUp(change, current);
        placed(change).shift(there, place, siblings, 1, change.unit().now());
        return replace(change, current, moving.apply(place), "moved");
    }

    /** The place that a patch asks for; null when it says nothing of it. */
    static @Nullable Integer asked(Json.Obj patch, @Nullable Integer position) {
        return member(patch, POSITION.name()).isPresent() ? position : null;
    }

    @Override
    void delete(MapChange change, E part, boolean cascade) {
        take(change, part, cascade);
        closeUp(change, part);
    }

    private void closeUp(MapChange change, E gone) {
        placed(change).shift(gone, gone.position() + 1, Integer.MAX_VALUE, -1, change.unit().now());
    }
}
