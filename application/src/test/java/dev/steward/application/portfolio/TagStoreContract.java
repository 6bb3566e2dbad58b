package dev.steward.application.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.TagStore.Target;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Tag;
import dev.steward.domain.workspace.Workspace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

public interface TagStoreContract extends StoreContract<Tag> {

    @Override
    default Class<TagStore> port() {
        return TagStore.class;
    }

    @Override
    default Tag sample(Id<Workspace> workspace) {
        return aTag("Java " + TestDatabase.newId());
    }

    @Override
    default Tag changed(Tag tag) {
        return tag.revise(TestDatabase.now(), new Tag.Details("größer 🎈 " + TestDatabase.newId()));
    }

    @Override
    default List<Tag> edges(Id<Workspace> workspace) {
        return List.of(aTag("%_!"), aTag("ẞ"), aTag(PortfolioSamples.text(100)));
    }

    @Override
    default Map<String, Tag> taken(Id<Workspace> workspace, Tag stored) {
        return Map.of("tag_key_unique", aTag(stored.details().label().toUpperCase(Locale.ROOT)));
    }

    @Override
    default List<List<Key<Tag>>> orders() {
        return List.of(List.of(new Key<>("key", false, Tag::key)));
    }

    @Test
    default void aTagIsFoundByItsKey() {
        Id<Workspace> workspace = database().newWorkspace();
        Tag tag = insert(workspace, aTag("Java"));

        assertThat(lookUp(workspace, stores -> stores.of(TagStore.class).findByKey("java"))).contains(tag);
        assertThat(lookUp(workspace, stores -> stores.of(TagStore.class).findByKey("Java"))).isEmpty();
    }

    @Test
    default void aTagIsPutOnAThingOnceAndTakenOffOnce() {
        Id<Workspace> workspace = database().newWorkspace();
        Tag java = insert(workspace, aTag("java"));
        Tag art = insert(workspace, aTag("art"));
        Target thing = new Target("project", TestDatabase.newId());
        Target sameId = new Target("session", thing.id());

        assertThat(link(workspace, java, thing)).isTrue();
        assertThat(link(workspace, java, thing)).isFalse();
        assertThat(link(workspace, art, thing)).isTrue();
        assertThat(link(workspace, art, sameId)).isTrue();
        assertThat(of(workspace, thing)).containsExactly(art, java);
        assertThat(of(workspace, sameId)).containsExactly(art);
        assertThat(of(database().newWorkspace(), thing)).isEmpty();
        assertThat(uses(workspace, java, art)).isEqualTo(Map.of(java.id(), 1L, art.id(), 2L));

        assertThat(unlink(workspace, java, thing)).isTrue();
        assertThat(unlink(workspace, java, thing)).isFalse();
        assertThat(uses(workspace, java, art)).isEqualTo(Map.of(art.id(), 2L));
        assertThat(uses(workspace)).isEmpty();

        database().write(workspace, stores -> stores.of(TagStore.class).unlinkAll(thing));
        assertThat(of(workspace, thing)).isEmpty();
        assertThat(of(workspace, sameId)).containsExactly(art);
    }

    @Test
    default void whatATagIsOnIsPagedByTypeAndId() {
        Id<Workspace> workspace = database().newWorkspace();
        Tag tag = insert(workspace);
        List<Target> all = new ArrayList<>();
        for (String type : List.of("session", "area", "project")) {
            for (int i = 0; i < 3; i++) {
                all.add(new Target(type, TestDatabase.newId()));
                link(workspace, tag, all.getLast());
            }
        }
        all.sort(Comparator.comparing(Target::type).thenComparing(target -> target.id().toString()));

        List<Target> paged = new ArrayList<>();
        Optional<Target> after = Optional.empty();
        for (int page = 0; page < 6; page++) {
            Optional<Target> from = after;
            paged.addAll(database().read(workspace, stores -> stores.of(TagStore.class).targets(tag.id(), from, 2)));
            after = Optional.of(paged.getLast());
        }
        assertThat(paged).isEqualTo(all);
    }

    @Test
    default void aMergedTagGivesAllItIsOn() {
        Id<Workspace> workspace = database().newWorkspace();
        Tag from = insert(workspace);
        Tag into = insert(workspace);
        Target both = new Target("project", TestDatabase.newId());
        Target one = new Target("project", TestDatabase.newId());
        link(workspace, from, both);
        link(workspace, into, both);
        link(workspace, from, one);

        database().write(workspace, stores -> stores.of(TagStore.class).relink(from.id(), into.id()));
        assertThat(uses(workspace, from, into)).isEqualTo(Map.of(into.id(), 2L));

        database().write(workspace, stores -> stores.of(TagStore.class).relink(into.id(), into.id()));
        assertThat(uses(workspace, from, into)).isEqualTo(Map.of(into.id(), 2L));
    }

    @Test
    default void aTagThatGoesTakesItsLinksWithIt() {
        Id<Workspace> workspace = database().newWorkspace();
        Tag tag = insert(workspace);
        Target thing = new Target("project", TestDatabase.newId());
        link(workspace, tag, thing);

        database().write(workspace, stores -> stores.of(TagStore.class).delete(tag));

        assertThat(of(workspace, thing)).isEmpty();
        assertThat(uses(workspace, tag)).isEmpty();
    }

    private boolean link(Id<Workspace> workspace, Tag tag, Target target) {
        return database().adapter().write(workspace, stores -> stores.of(TagStore.class).link(tag.id(), target)).join();
    }

    private boolean unlink(Id<Workspace> workspace, Tag tag, Target target) {
        return database().adapter().write(workspace, stores -> stores.of(TagStore.class).unlink(tag.id(), target)).join();
    }

    private List<Tag> of(Id<Workspace> workspace, Target target) {
        return database().read(workspace, stores -> stores.of(TagStore.class).of(target));
    }

    private Map<Id<Tag>, Long> uses(Id<Workspace> workspace, Tag... tags) {
        Set<Id<Tag>> ids = Stream.of(tags).map(Tag::id).collect(Collectors.toSet());
        return database().read(workspace, stores -> stores.of(TagStore.class).uses(ids));
    }

    private static Tag aTag(String label) {
        return Tag.create(PortfolioSamples.meta(), new Tag.Details(label));
    }
}
