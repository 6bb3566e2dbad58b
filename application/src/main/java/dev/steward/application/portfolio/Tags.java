package dev.steward.application.portfolio;

import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Query.Order;
import dev.steward.application.Resource;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.portfolio.TagStore.Target;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violation;
import dev.steward.domain.Violations;
import dev.steward.domain.portfolio.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Tags and what they are on. Tagging is no edit of the thing that is tagged: its version stays, and parts of archived projects take
 * tags, too. Deleting a tag that is in use is refused unless cascade, which takes it off everything.
 */
public final class Tags extends Resource<Tag> {

    private static final Field<String> LABEL = Field.text("label", Tag.LABEL).mandatory()
            .doc("As it is shown; spellings that differ only in case are one tag.").example("Deep work");
    private static final Field<String> KEY = Field.of("key", Type.ofText(Tag::keyOf, key -> key, "The label, case-folded.")).filter().sort()
            .doc("Unique in the workspace; the filter takes any spelling.").example("deep work");
    private static final Field<Long> USES = Shape.whole("uses").doc("How many things it is on.").example(3L);

    public static final Shape<Tag> SHAPE = Shape.<Tag>ofEntity("tag")
            .input(LABEL, tag -> tag.details().label())
            .output(KEY, Tag::key)
            .extra(USES)
            .searchable()
            .build();

    private static final Field<Id<Tag>> INTO = Field.<Tag>id("into").mandatory().doc("The tag that stays.");
    /** The body of {@link #merge(UnitOfWork, Tag, Values)}. */
    public static final Shape<Void> MERGING = Shape.<Void>of("merging").input(INTO, none -> null).build();

    /** One thing a tag is on. */
    public static final Shape<Target> TARGET = Shape.<Target>of("tag_link")
            .output(Field.text("type", TextRule.required(50)).doc("Name of an entity.").example("project"), Target::type)
            .output(Field.<Object>id("id"), target -> new Id<>(target.id()))
            .build();

    private final Map<String, Entities<?>> taggable;

    /** @param taggable what takes tags */
    public Tags(List<Entities<?>> taggable) {
        super(SHAPE, TagStore.class);
        this.taggable = taggable.stream().collect(Collectors.toUnmodifiableMap(Entities::name, entities -> entities));
    }

    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("key", false, false));
    }

    @Override
    public List<Json.Obj> render(UnitOfWork unit, List<Tag> tags) {
        Map<Id<Tag>, Long> uses = tags.isEmpty() ? Map.of() : tagStore(unit).uses(tags.stream().map(Tag::id).collect(Collectors.toSet()));
        return tags.stream().map(tag -> SHAPE.render(tag).with(USES.name(), Json.of(uses.getOrDefault(tag.id(), 0L)))).toList();
    }

    @Override
    protected Tag make(UnitOfWork unit, Meta<Tag> meta, Values values) {
        return Tag.create(meta, new Tag.Details(values.get(LABEL)));
    }

    @Override
    protected Tag revise(UnitOfWork unit, Tag current, Values values) {
        return current.revise(unit.now(), new Tag.Details(values.get(LABEL)));
    }

    @Override
    protected Map<String, Long> dependents(UnitOfWork unit, Tag tag) {
        return Map.of("tag_links", tagStore(unit).uses(Set.of(tag.id())).getOrDefault(tag.id(), 0L));
    }

    /** The tag of that spelling; made when there is none. */
    public Tag named(UnitOfWork unit, String label) {
        Tag.Details details = new Tag.Details(label);
        return tagStore(unit).findByKey(Tag.keyOf(details.label())).orElseGet(() -> add(unit, Tag.create(unit.firstMeta(), details)));
    }

    /**
     * Gives everything that {@code from} is on to the tag of the body, and removes {@code from}. Records {@code tag.merged} on the tag
     * that stays.
     *
     * @return the tag that stays
     */
    public Tag merge(UnitOfWork unit, Tag from, Values values) {
        Id<Tag> id = values.get(INTO);
        Tag into = store(unit).find(id).orElseThrow(() -> new InvalidException(List.of(
                new Violation("/into", "unknown_reference", "There is no tag '" + id + "' in this workspace."))));
        Violations.check().rule(!into.id().equals(from.id()), "into", "same_tag", "A tag cannot be merged into itself; name another one.").done();
        tagStore(unit).relink(from.id(), into.id());
        store(unit).delete(from);
        record(unit, into, "merged", Json.obj("from", SHAPE.render(from)));
        return into;
    }

    /**
     * Puts a tag on a thing; a second call does nothing.
     *
     * @throws RefusedException {@code not_found} when there is no such thing
     */
    public void link(UnitOfWork unit, Tag tag, Target target) {
        require(unit, target);
        if (tagStore(unit).link(tag.id(), target)) {
            record(unit, tag, "linked", payload(target));
        }
    }

    /** Takes a tag off a thing; a second call does nothing. */
    public void unlink(UnitOfWork unit, Tag tag, Target target) {
        require(unit, target);
        if (tagStore(unit).unlink(tag.id(), target)) {
            record(unit, tag, "unlinked", payload(target));
        }
    }

    /** The tags of a thing, by key. */
    public List<Tag> of(UnitOfWork unit, Target target) {
        require(unit, target);
        return tagStore(unit).of(target);
    }

    /** The things a tag is on, by type and id. */
    public List<Target> targets(UnitOfWork unit, Tag tag, Optional<Target> after, int limit) {
        return tagStore(unit).targets(tag.id(), after, limit);
    }

    /**
     * What a path names.
     *
     * @throws RefusedException {@code not_found} when nothing of that type takes tags, or {@code key} names none
     */
    public Target target(UnitOfWork unit, String type, String key) {
        UUID id = entities(type).get(unit, key).id().value();
        return new Target(type, id);
    }

    private void require(UnitOfWork unit, Target target) {
        entities(target.type()).get(unit, target.id().toString());
    }

    private Entities<?> entities(String type) {
        Entities<?> entities = taggable.get(type);
        if (entities == null) {
            throw new RefusedException(ErrorCode.NOT_FOUND, "Nothing called '" + type + "' takes tags; these do: "
                    + String.join(", ", taggable.keySet().stream().sorted().toList()) + ".");
        }
        return entities;
    }

    private static Json.Obj payload(Target target) {
        return Json.obj("target", TARGET.render(target));
    }

    private static TagStore tagStore(UnitOfWork unit) {
        return unit.store(TagStore.class);
    }
}
