package dev.steward.application.portfolio;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Tags, unique by key, and what they are on. */
public interface TagStore extends Store<Tag> {

    Optional<Tag> findByKey(String key);

    /** Puts the tag on a thing; false when it was there already. */
    boolean link(Id<Tag> tag, Target target);

    /** Takes the tag off a thing; false when it was not there. */
    boolean unlink(Id<Tag> tag, Target target);

    /** Takes all tags off a thing that goes. */
    void unlinkAll(Target target);

    /** Gives everything that {@code from} is on to {@code into}; what has both already keeps one. */
    void relink(Id<Tag> from, Id<Tag> into);

    /** The tags of a thing, by key. */
    List<Tag> of(Target target);

    /** The things a tag is on, by type and id, at most {@code limit}, after {@code after}. */
    List<Target> targets(Id<Tag> tag, Optional<Target> after, int limit);

    /** How many things each tag is on; a tag that is on none is absent. */
    Map<Id<Tag>, Long> uses(Set<Id<Tag>> tags);

    /** @param type name of an entity, such as {@code project} */
    record Target(String type, UUID id) {
    }
}
