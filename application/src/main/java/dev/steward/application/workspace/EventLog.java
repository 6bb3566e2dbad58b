package dev.steward.application.workspace;

import dev.steward.application.Field;
import dev.steward.application.Page;
import dev.steward.application.Part;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.workspace.EventStore.Filter;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Event;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened in a workspace, as it is read. */
public final class EventLog {

    private static final TextRule ANY_TEXT = TextRule.optional(Integer.MAX_VALUE);

    private static final Shape<Actor> ACTOR = Shape.<Actor>of("actor")
            .output(Field.word("kind", Actor.Kind.class).example(Actor.Kind.USER), Actor::kind)
            .output(Field.text("id", ANY_TEXT).doc("Of its token; empty for the system itself."), Actor::id)
            .output(Field.text("label", ANY_TEXT).doc("Its name at that time.").example("Ada's laptop"), Actor::label)
            .build();

    public static final Shape<Event> SHAPE = Shape.<Event>of("event")
            .output(Shape.whole("sequence").doc("1, 2, 3 … in the workspace, in commit order.").example(42L), Event::sequence)
            .output(Field.instant("at"), Event::at)
            .output(Field.of("actor", Type.output(ACTOR)), Event::actor)
            .output(Field.text("type", ANY_TEXT).doc("subject.verb").example("session.completed"), Event::type)
            .output(Field.text("subject_type", ANY_TEXT).example("session"), Event::subjectType)
            .output(Field.<Object>id("subject_id"), event -> new Id<>(event.subjectId()))
            .output(Field.<Object>id("project_id").optional(), event -> id(event.projectId()))
            .output(Field.<Object>id("run_id").optional(), event -> id(event.runId()))
            .output(Field.of("payload", Type.object(Integer.MAX_VALUE)).doc("What changed."), Event::payload)
            .output(Field.text("request_id", ANY_TEXT).doc("The request that did it; empty outside one."), Event::requestId)
            .build();

    /** Events after {@code sequence}, oldest first; the position of the next page is the last sequence number seen. */
    public Page<Event> after(UnitOfWork unit, long sequence, Filter filter, int limit) {
        return page(unit.store(EventStore.class).partAfter(sequence, filter, limit));
    }

    /** Events before {@code sequence}, newest first; {@link Long#MAX_VALUE} starts at the newest. */
    public Page<Event> before(UnitOfWork unit, long sequence, Filter filter, int limit) {
        return page(unit.store(EventStore.class).partBefore(sequence, filter, limit));
    }

    /** The newest sequence number, 0 when nothing has happened. */
    public long last(UnitOfWork unit) {
        return unit.store(EventStore.class).last();
    }

    /** The oldest number still kept, or the next one to be given when there is none. */
    public long firstKept(UnitOfWork unit) {
        return unit.store(EventStore.class).firstKept();
    }

    /**
     * Events after a position, oldest first, and the position to go on from.
     *
     * @param position how far the log was looked at, so also past events that the filter left out
     * @param more whether there are further ones already
     */
    public record Look(List<Event> events, long position, boolean more) {
    }

    /**
     * What has happened after {@code position}. Who looks again from the position that this gives, at whatever time, sees each event once and misses none.
     *
     * @throws RefusedException {@code gone}, see {@link #requireKeptAfter}
     */
    public Look look(UnitOfWork unit, long position, Filter filter, int limit) {
        EventStore store = unit.store(EventStore.class);
        long last = store.last();
        if (position == last) {
            return new Look(List.of(), position, false);
        }
        Part<Event> part = store.partAfter(position, filter, limit);
        List<Event> found = part.items();
        if (found.isEmpty() || found.getFirst().sequence() != position + 1) {
            requireKeptAfter(unit, position); // after reading: what is kept now was kept when it was read
        }
        if (part.more()) {
            return new Look(found, found.getLast().sequence(), true);
        }
        return new Look(found, found.isEmpty() ? last : Math.max(last, found.getLast().sequence()), false);
    }

    /**
     * Called before going on from {@code sequence} where nothing may be missed.
     *
     * @throws RefusedException {@code gone} when events after it are no longer kept, or when the log has not come that far: then it
     *     was restored from a backup, and new events will bear numbers that the caller has seen on others
     */
    public void requireKeptAfter(UnitOfWork unit, long sequence) {
        long first = unit.store(EventStore.class).firstKept();
        if (sequence < first - 1) {
            throw new RefusedException(ErrorCode.GONE, "The events after " + sequence + " are no longer kept; the oldest one is " + first
                    + ". Read the current state, then go on from there.");
        }
        long last = unit.store(EventStore.class).last();
        if (sequence > last) {
            throw new RefusedException(ErrorCode.GONE, "There is no event " + sequence + "; the newest one is " + last
                    + ". Read the current state, then go on from there.");
        }
    }

    private static Page<Event> page(Part<Event> part) {
        return new Page<>(part.items(), part.more() ? Optional.of(List.of(part.items().getLast().sequence())) : Optional.empty());
    }

    private static @Nullable Id<Object> id(@Nullable UUID id) {
        return id == null ? null : new Id<>(id);
    }
}
