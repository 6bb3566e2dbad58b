package dev.steward.application.workspace;

import dev.steward.application.Part;
import dev.steward.domain.workspace.Event;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The event log of one workspace: appended to at its end, and forgotten from its beginning. */
public interface EventStore {

    /**
     * Gives the events the next sequence numbers and keeps them, at once or with the commit. Call it last in a transaction: others wait
     * for its commit.
     */
    void append(List<Event> events);

    /** At most {@code limit} events after a sequence number, oldest first. */
    List<Event> after(long sequence, Filter filter, int limit);

    /** At most {@code limit} events before a sequence number, newest first. */
    List<Event> before(long sequence, Filter filter, int limit);

    /** {@link #after}, ended early where long payloads would fill the memory. */
    default Part<Event> partAfter(long sequence, Filter filter, int limit) {
        return Part.of(after(sequence, filter, limit + 1), limit);
    }

    /** {@link #before}, ended early where long payloads would fill the memory. */
    default Part<Event> partBefore(long sequence, Filter filter, int limit) {
        return Part.of(before(sequence, filter, limit + 1), limit);
    }

    /** The newest sequence number, 0 when there is none. */
    long last();

    /** The oldest number still kept, or the next one to be given when there is none: 1 when nothing ever happened. */
    long firstKept();

    /**
     * Forgets the oldest events up to the first that is not older than {@code instant}, at most {@code limit}.
     *
     * @return how many
     */
    int forgetBefore(Instant instant, int limit);

    /** @param types empty for all */
    record Filter(Set<String> types, @Nullable UUID projectId, @Nullable UUID runId) {
        public static final Filter NONE = new Filter(Set.of(), null, null);

        public Filter {
            types = Set.copyOf(types);
        }

        /** Whether it lets an event through that says this of itself. */
        public boolean matches(String type, @Nullable UUID project, @Nullable UUID run) {
            return (types.isEmpty() || types.contains(type)) && (projectId == null || projectId.equals(project)) && (runId == null || runId.equals(run));
        }
    }
}
