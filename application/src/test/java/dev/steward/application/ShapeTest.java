package dev.steward.application;

import static dev.steward.application.Bench.body;
import static dev.steward.application.Bench.violations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.steward.application.portfolio.Areas;
import dev.steward.application.portfolio.Projects;
import dev.steward.application.portfolio.Reviews;
import dev.steward.application.portfolio.Scores;
import dev.steward.application.portfolio.Sessions;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.portfolio.Area;
import dev.steward.domain.portfolio.Slug;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeTest {

    private static final Instant NOW = Instant.parse("2026-04-07T08:00:00Z");
    private static final Field<Json.Obj> CONFIG = Field.of("config", Type.object(100_000)).orElse(Json.EMPTY);

    private static Area area(Json.Obj config) {
        return Area.create(Meta.first(new Id<>(new UUID(1, 1)), NOW),
                new Area.Details("Home", "life_admin", new Slug("home"), "", "", "", true, 0, config));
    }

    /** The appendix of RFC 7396, those whose target is an object. */
    static List<List<Json>> rfc7396() {
        return List.of(
                List.of(body("a", "b"), body("a", "c"), body("a", "c")),
                List.of(body("a", "b"), body("b", "c"), body("a", "b", "b", "c")),
                List.of(body("a", "b"), body("a", null), body()),
                List.of(body("a", "b", "b", "c"), body("a", null), body("b", "c")),
                List.of(body("a", List.of("b")), body("a", "c"), body("a", "c")),
                List.of(body("a", "c"), body("a", List.of("b")), body("a", List.of("b"))),
                List.of(body("a", body("b", "c")), body("a", body("b", "d", "c", null)), body("a", body("b", "d"))),
                List.of(body("a", List.of(body("b", "c"))), body("a", List.of(1)), body("a", List.of(1))),
                List.of(body("e", null), body("a", 1), body("e", null, "a", 1)),
                List.of(body(), body("a", body("bb", body("ccc", null))), body("a", body("bb", body()))));
    }

    @ParameterizedTest
    @MethodSource("rfc7396")
    void aPatchFollowsTheExamplesOfTheRfc(List<Json> example) {
        Values merged = Areas.SHAPE.merge(area((Json.Obj) example.get(0)), body("config", example.get(1)));

        assertThat(merged.get(CONFIG)).isEqualTo(example.get(2));
    }

    @Test
    void nullGivesAMemberItsFallbackAndWhatIsLeftOutStays() {
        Values merged = Areas.SHAPE.merge(area(body("a", 1)), body("config", null));

        assertThat(merged.get(CONFIG)).isEqualTo(Json.EMPTY);
        assertThat(merged.get(Field.of("name", Type.text(Area.NAME)))).isEqualTo("Home");
    }

    @Test
    void everyViolationIsReportedUnknownAndReadOnlyMembersToo() {
        assertThat(violations(() -> Areas.SHAPE.merge(area(Json.EMPTY),
                body("name", "", "type", 5, "color", "red", "bogus", 1, "version", 7, "is_active", "yes"))))
                .containsExactly("/bogus unknown_field", "/color invalid_color", "/is_active wrong_type", "/name required", "/type wrong_type",
                        "/version read_only");
        assertThat(violations(() -> Sessions.SHAPE.read(body("files_changed", List.of(body("path", "", "lines", 3))))))
                .containsExactly("/files_changed/0/lines unknown_field", "/files_changed/0/path required", "/project_id required", "/scheduled_date required");
        assertThat(violations(() -> Areas.SHAPE.merge(area(Json.EMPTY), Json.of("text")))).containsExactly(" wrong_type");
    }

    @Test
    void anUnknownMemberIsToldWhichOneIsNear() {
        assertThat(unknown("colour")).contains("'color' is");
        assertThat(unknown("Name")).contains("'name' is");
        assertThat(unknown("desciption")).contains("'description' is");
        assertThat(unknown("area_name")).contains("'name' is");
        assertThat(unknown("order")).contains("'sort_order' is");
        for (String far : List.of("x", "ab", "bogus", "mood", "versions", "\u0000")) {
            assertThat(unknown(far)).as(far).contains("leave it out, or correct its name.").doesNotContain("' is");
        }
    }

    private static String unknown(String member) {
        InvalidException refused = catchThrowableOfType(InvalidException.class, () -> Areas.SHAPE.read(body("name", "Work", "type", "home", member, 1)));
        return refused.violations().getFirst().message();
    }

    @Property(tries = 500)
    void anyPatchIsMergedOrRefusedAsInvalid(@ForAll("patches") Json patch) {
        assertThatCode(() -> {
            try {
                Areas.SHAPE.merge(area(body("a", 1)), patch);
                Sessions.SHAPE.read(patch);
                Projects.SHAPE.read(patch);
            } catch (InvalidException expected) {
                assertThat(expected.violations()).isNotEmpty();
            }
        }).doesNotThrowAnyException();
    }

    @Property(tries = 300)
    void everyUnknownMemberIsNamed(@ForAll("unknown") Map<String, Json> members) {
        if (members.isEmpty()) {
            return;
        }
        assertThat(violations(() -> Areas.SHAPE.merge(area(Json.EMPTY), new Json.Obj(members))))
                .containsExactlyElementsOf(members.keySet().stream().map(name -> "/x" + name.substring(1) + " unknown_field").sorted().toList());
    }

    @Test
    void answersAreDescribedWithTheirExtras() {
        for (Shape<?> shape : List.of(Reviews.SHAPE, Projects.SHAPE, Scores.VIEW, Scores.WEEK)) {
            Json.Obj output = (Json.Obj) shape.describeMembers().get("properties");
            Json.Obj answer = (Json.Obj) shape.describeOutput().get("properties");
            HashSet<String> names = new HashSet<>(output.members().keySet());
            shape.extras().forEach(field -> names.add(field.name()));
            assertThat(answer.members().keySet()).isEqualTo(names);
        }
    }

    @Provide
    Arbitrary<Json> patches() {
        Arbitrary<String> names = Arbitraries.of("name", "type", "slug", "color", "config", "is_active", "sort_order", "id", "version",
                "project_id", "scheduled_date", "files_changed", "brief", "priority", "status", "bogus", "");
        return Arbitraries.maps(names, values(2)).ofMaxSize(8).map(members -> new Json.Obj(new LinkedHashMap<>(members)));
    }

    @Provide
    Arbitrary<Map<String, Json>> unknown() {
        return Arbitraries.maps(Arbitraries.strings().withCharRange('a', 'z').ofMaxLength(5).map(name -> "x" + name), values(1)
                .filter(value -> !(value instanceof Json.Null))).ofMaxSize(6);
    }

    private static Arbitrary<Json> values(int depth) {
        Arbitrary<Json> flat = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12).map(Json::of),
                Arbitraries.of("active", "2026-04-07", "home", "#112233").map(Json::of),
                Arbitraries.bigDecimals().map(Json.Num::new),
                Arbitraries.of(Json.of(true), Json.NULL, Json.EMPTY));
        return depth == 0 ? flat : Arbitraries.oneOf(flat,
                values(depth - 1).list().ofMaxSize(3).map(Json::of),
                Arbitraries.maps(Arbitraries.of("path", "tech_stack", "a"), values(depth - 1)).ofMaxSize(3).map(Json.Obj::new));
    }
}
