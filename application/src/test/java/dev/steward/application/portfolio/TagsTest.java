package dev.steward.application.portfolio;

import static dev.steward.application.Bench.body;
import static dev.steward.application.Bench.refusal;
import static dev.steward.application.Bench.violations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.Bench;
import dev.steward.application.StoreException;
import dev.steward.application.portfolio.TagStore.Target;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Tag;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TagsTest {

    private final Bench bench = new Bench();
    private final Project novel = bench.project("Novel");
    private final Target target = new Target("project", novel.id().value());

    private void link(Tag tag, Target to) {
        bench.write(unit -> {
            bench.tags.link(unit, tag, to);
            return true;
        });
    }

    private Tag merge(Tag from, Id<Tag> into) {
        return bench.write(unit -> bench.tags.merge(unit, from, Tags.MERGING.read(body("into", into))));
    }

    private Json uses(Tag tag) {
        return bench.read(unit -> bench.tags.render(unit, tag).get("uses"));
    }

    @Test
    void spellingsThatDifferInCaseAreOneTag() {
        Tag tag = bench.create(bench.tags, "label", "Java");

        assertThatThrownBy(() -> bench.create(bench.tags, "label", " JAVA ")).isInstanceOf(StoreException.AlreadyExists.class);
        assertThat(bench.<Tag>write(unit -> bench.tags.named(unit, "jAVA"))).isEqualTo(tag);
        assertThat(bench.list(bench.tags, "key", "JAVA")).containsExactly(tag);
        assertThat(bench.patch(bench.tags, tag, "label", "JAVA").details().label()).isEqualTo("JAVA");
    }

    @Test
    void aTagIsPutOnAThingOnceAndCounted() {
        Tag tag = bench.create(bench.tags, "label", "deep");
        link(tag, target);
        link(tag, target);

        assertThat(uses(tag)).isEqualTo(Json.of(1));
        assertThat(bench.<List<Tag>>read(unit -> bench.tags.of(unit, target))).containsExactly(tag);
        assertThat(bench.<List<Target>>read(unit -> bench.tags.targets(unit, tag, Optional.empty(), 10))).containsExactly(target);
        assertThat(bench.eventTypes()).endsWith("tag.created", "tag.linked");
        bench.write(unit -> {
            bench.tags.unlink(unit, tag, target);
            bench.tags.unlink(unit, tag, target);
            return true;
        });
        assertThat(uses(tag)).isEqualTo(Json.of(0));
        assertThat(bench.eventTypes()).endsWith("tag.linked", "tag.unlinked");
    }

    @Test
    void whatDoesNotExistTakesNoTag() {
        Tag tag = bench.create(bench.tags, "label", "deep");

        assertThat(refusal(() -> link(tag, new Target("project", new UUID(1, 1))))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> link(tag, new Target("spaceship", novel.id().value())))).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void mergingGivesEverythingToTheTagThatStays() {
        Tag from = bench.create(bench.tags, "label", "js");
        Tag into = bench.create(bench.tags, "label", "JavaScript");
        link(from, target);
        link(into, target);

        assertThat(merge(from, into.id())).isEqualTo(into);

        assertThat(uses(into)).isEqualTo(Json.of(1));
        assertThat(bench.exists(bench.tags, from)).isFalse();
        assertThat(bench.lastEvent().type()).isEqualTo("tag.merged");
        assertThat(violations(() -> merge(into, into.id()))).containsExactly("/into same_tag");
        assertThat(violations(() -> merge(into, from.id()))).containsExactly("/into unknown_reference");
    }

    @Test
    void aTagInUseIsDeletedOnlyWithCascade() {
        Tag tag = bench.create(bench.tags, "label", "deep");
        link(tag, target);

        assertThat(refusal(() -> bench.delete(bench.tags, tag, false))).isEqualTo(ErrorCode.HAS_DEPENDENTS);
        bench.delete(bench.tags, tag, true);
        assertThat(bench.<List<Tag>>read(unit -> bench.tags.of(unit, target))).isEmpty();
    }
}
