package dev.steward.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathGlobTest {

    @ParameterizedTest
    @CsvSource({
        "src/A.java, src/A.java", "src/*.java, src/A.java", "src/*.java, src/.java", "src/?.java, src/A.java", "**/*.java, A.java",
        "**/*.java, a/b/A.java", "src/**/A.java, src/A.java", "src/**/A.java, src/x/y/A.java", "**, a", "**, a/b", "src/**, src/a", "src/**, src/a/b",
        "src, src", "src/, src/a/b", "*, .gitignore", "a*b*c, abxbxc", "größe/*, größe/ß", "?, 🎈", "app/[id]/page.tsx, app/[id]/page.tsx",
        "./src//a, src/a", "**/**/a, a", "**/a/**/b, x/a/y/z/b", "src/**, src"})
    void aGlobHas(String glob, String path) {
        assertThat(glob(glob).matches(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "src/A.java, src/B.java", "src/*.java, src/x/A.java", "src/*, src/x/A.java", "src/?.java, src/.java", "src/?.java, src/AB.java",
        "**/*.java, A.javax", "src/**/A.java, srcx/A.java", "src/**, srcx/a", "src, srcx", "src, src/a", "src, xsrc", "Src/*, src/a", "a*b, acbc",
        "app/[id]/page.tsx, app/i/page.tsx", "**, a//b", "**, ../a", "**, a/..", "**, ./a", "**, /a", "**, a/", "**, a\\b", "**, C:x"})
    void aGlobHasNot(String glob, String path) {
        assertThat(glob(glob).matches(path)).isFalse();
    }

    @Test
    void composedAndDecomposedLettersAreTheSame() {
        assertThat(glob("u\u0308ber/*")).isEqualTo(glob("über/*"));
        assertThat(glob("über/*").matches("u\u0308ber/a")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "./src//a/, src/a/**", "src/./a, src/a", "**/**/a, **/a", "src/**/, src/**", "./**, **", "a/**/**/**, a/**", "' a ', ' a '"})
    void isKeptInOneForm(String given, String kept) {
        assertThat(glob(given)).hasToString(kept);
        assertThat(glob(kept)).isEqualTo(glob(given)).hasSameHashCodeAs(glob(given));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "''; is empty", "' '; is empty", "../a; leads up", "a/../b; leads up", "a/..; leads up", "..; leads up", "/etc/passwd; is not relative", "/; is not relative",
        "C:/a; is not relative", "c:a; is not relative", "~/a; is not relative", "~root/a; is not relative", "src\\a; backslash", "\\\\server\\share; backslash",
        "./; names no file", ".; names no file", "!src/a; forbidden_paths", "src/{a,b}; each alternative", "src/a**; stands alone", "**.java; stands alone",
        "***; stands alone", "a/***/b; stands alone", "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a; more than 16"})
    void isRefusedByName(String text, String reason) {
        assertThatThrownBy(() -> glob(text)).isInstanceOfSatisfying(InvalidException.class, refused -> {
            assertThat(refused.violations()).extracting(Violation::pointer, Violation::code).containsExactly(org.assertj.core.groups.Tuple.tuple("/paths", "invalid_glob"));
            assertThat(refused.getMessage()).startsWith("'" + text + "' ").contains(reason);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000", "a\u007f", "\ud800"})
    void whatIsNoTextIsRefused(String text) {
        assertThatThrownBy(() -> glob(text)).hasMessageContaining("control character");
    }

    @Test
    void lengthsAreBounded() {
        String name = "a".repeat(PathGlob.MAX_NAME);
        assertThat(glob(name).matches(name)).isTrue();
        assertThat(glob("a/".repeat(249) + "a*")).isNotNull();
        assertThatThrownBy(() -> glob(name + "a")).hasMessageContaining("255");
        assertThatThrownBy(() -> glob("a/".repeat(250) + "a")).hasMessageContaining("more than 500").hasMessageContaining("'" + "a/".repeat(30) + "…'");
    }

    @ParameterizedTest
    @CsvSource({
        "src/**, src/a/*.java, src/a/.java", "src/, src/a, src/a", "src, src/a, ''", "src/A.java, **/*.md, ''", "**/*.java, src/**, src/.java", "a*, *b, ab", "a*c, ab*, abc", "*.md, docs/**, ''", "src, srcs, ''",
        "src/*, src/a/b, ''", "src/*, src/a, src/a", "**/test/**, src/**/a?, src/test/ax", ".?, ?., ''", "*, **, x", "**, **, x", "a/?, a/??, ''", "a/**/b, a/*/c, ''", "a/**/b, a/*/b, a/x/b"})
    void twoGlobsShareOrNot(String a, String b, String example) {
        String expected = example == null ? "" : example;
        assertThat(glob(a).overlaps(glob(b))).isEqualTo(!expected.isEmpty());
        assertThat(glob(b).overlaps(glob(a))).isEqualTo(!expected.isEmpty());
        if (!expected.isEmpty()) {
            assertThat(glob(a).example(glob(b))).hasValueSatisfying(shortest -> assertThat(shortest.length()).isEqualTo(expected.length()));
            assertThat(glob(a).matches(expected)).isTrue();
            assertThat(glob(b).matches(expected)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"secrets, secrets/a/b, true", "secrets, secrets, true", "secrets/, secrets/a, true", "*.pem, a.pem/b, true", "src/*, src/a/b, true", "secrets, a/secrets, false",
        "**/secrets, a/secrets/b, true", "secrets, secretsx, false", "**, a, true", "secrets, secrets/../a, false"})
    void whatIsForbiddenIsForbiddenWithAllInIt(String glob, String path, boolean covered) {
        assertThat(glob(glob).covers(path)).isEqualTo(covered);
        assertThat(PathGlobs.of(glob).covering(path).isPresent()).isEqualTo(covered);
        assertThat(PathGlobs.of(glob).withAllBelow().matches(path)).isEqualTo(covered);
    }

    /** Every glob of up to two short names, and every path that such globs could share: the globs are compared with what they match. */
    @Test
    void allSmallGlobsOverlapExactlyWhereTheyShareAPath() {
        List<String> names = new ArrayList<>(words("a.?*", 2));
        names.removeAll(List.of(".", ".."));
        List<String> globs = Stream.concat(names.stream(), names.stream().flatMap(first -> names.stream().map(second -> first + "/" + second))).toList();
        List<String> files = new ArrayList<>(words("a.x", 3));
        files.removeAll(List.of(".", ".."));
        List<String> paths = new ArrayList<>(files);
        files.forEach(first -> files.forEach(second -> paths.add(first + "/" + second)));
        List<String> few = List.of("a", ".a", "aa", "ax", "xa", "a.", "x.", ".x", "xx", "x", "...");
        few.forEach(first -> few.forEach(second -> few.forEach(third -> paths.add(first + "/" + second + "/" + third))));

        List<BitSet> matched = new ArrayList<>();
        for (String glob : globs) {
            PathGlob parsed = glob(glob);
            BitSet set = new BitSet();
            for (int i = 0; i < paths.size(); i++) {
                boolean matches = bruteForce(glob, paths.get(i));
                assertThat(parsed.matches(paths.get(i)) == matches).as("%s matches %s: %s", glob, paths.get(i), matches).isTrue();
                set.set(i, matches);
            }
            matched.add(set);
        }
        List<PathGlob> parsed = globs.stream().map(PathGlobTest::glob).toList();
        for (int i = 0; i < globs.size(); i++) {
            for (int j = i; j < globs.size(); j++) {
                boolean share = matched.get(i).intersects(matched.get(j));
                assertThat(parsed.get(i).overlaps(parsed.get(j)) == share).as("%s and %s share a path: %s", globs.get(i), globs.get(j), share).isTrue();
            }
        }
    }

    @Property(tries = 2_000)
    void whatIsSharedIsMatchedByBoth(@ForAll("globs") String a, @ForAll("globs") String b, @ForAll("paths") String path) {
        Optional<String> example = glob(a).example(glob(b));
        assertThat(glob(b).example(glob(a)).isPresent()).isEqualTo(example.isPresent());
        example.ifPresent(shared -> {
            assertThat(PathGlob.isPath(shared)).isTrue();
            assertThat(bruteForce(a, shared)).isTrue();
            assertThat(bruteForce(b, shared)).isTrue();
        });
        if (bruteForce(a, path) && bruteForce(b, path)) {
            assertThat(example).hasValueSatisfying(shortest -> assertThat(shortest.length()).isLessThanOrEqualTo(path.length()));
        }
    }

    @Property(tries = 2_000)
    void aGlobMatchesAsTheBruteForceDoes(@ForAll("globs") String glob, @ForAll("paths") String path) {
        assertThat(glob(glob).matches(path)).isEqualTo(bruteForce(glob, path));
    }

    @Property
    void aGlobOverlapsItself(@ForAll("globs") String glob) {
        assertThat(glob(glob).overlaps(glob(glob))).isTrue();
    }

    @Property
    void aListOverlapsWhereOneOfItsGlobsDoes(@ForAll("globs") String a, @ForAll("globs") String b, @ForAll("globs") String c, @ForAll("globs") String d) {
        PathGlobs first = PathGlobs.of(a, b);
        PathGlobs second = PathGlobs.of(c, d);
        boolean any = Stream.of(a, b).anyMatch(here -> Stream.of(c, d).anyMatch(there -> glob(here).overlaps(glob(there))));
        assertThat(first.overlaps(second)).isEqualTo(any);
        assertThat(second.overlaps(first)).isEqualTo(any);
        assertThat(first.overlapsWith(second).isEmpty()).isEqualTo(!any);
        first.overlapsWith(second).forEach(overlap -> {
            assertThat(first.matches(overlap.example()) && second.matches(overlap.example())).isTrue();
            assertThat(overlap.here().matches(overlap.example()) && overlap.there().matches(overlap.example())).isTrue();
        });
    }

    /** The bound is generous: it is there to fail when the time grows with the power of the asterisks. */
    @Test
    @Timeout(20)
    void theWorstGlobsAreCompared() {
        String stars = "*a".repeat(15);
        String questions = "?".repeat(200);
        PathGlob first = glob("**/" + stars + questions + "b/" + questions);
        PathGlob second = glob(questions + "a".repeat(50) + "/**/" + "*a?".repeat(14) + "c");
        for (int i = 0; i < 100; i++) {
            assertThat(first.overlaps(second)).isEqualTo(second.overlaps(first));
        }
        PathGlobs many = PathGlobs.parse("", Stream.iterate(0, i -> i + 1).limit(200).map(i -> "**/*a*/" + "a".repeat(50) + "*y" + i).toList());
        PathGlobs others = PathGlobs.parse("", Stream.iterate(0, i -> i + 1).limit(200).map(i -> "**/*b*/?" + "a".repeat(50) + "*x" + i).toList());
        assertThat(many.overlaps(others)).isFalse();
        assertThat(many.overlapsWith(many)).hasSize(PathGlobs.MAX_TOLD);
    }

    @Test
    void aListKeepsEachGlobOnceAndNamesEveryWrongOne() {
        assertThat(PathGlobs.of("b", "./a", "a", "b").texts()).containsExactly("b", "a");
        assertThatThrownBy(() -> PathGlobs.parse("allowed_paths", List.of("a", "/b", "c", "../d"))).isInstanceOfSatisfying(InvalidException.class,
                refused -> assertThat(refused.violations()).extracting(Violation::pointer).containsExactly("/allowed_paths/1", "/allowed_paths/3"));
        assertThatThrownBy(() -> PathGlobs.parse("x", Stream.iterate(0, i -> i + 1).limit(201).map(String::valueOf).toList())).hasMessageContaining("at most 200");
        assertThatThrownBy(() -> PathGlobs.parse("x", Stream.iterate(0, i -> i + 1).limit(100).map(i -> "a".repeat(200) + i).toList()))
                .hasMessageContaining("at most 16000");
        assertThat(PathGlobs.of("docs", "docs/*").matching("docs/a")).contains(glob("docs/*"));
        assertThat(PathGlobs.NONE.matches("a")).isFalse();
        assertThat(PathGlobs.NONE.overlaps(PathGlobs.of("**"))).isFalse();
    }

    @Provide
    Arbitrary<String> globs() {
        Arbitrary<String> name = Arbitraries.of("**", "*", "?", "a", "b", "a*", "*b", "?a", "a?b", "*.", ".*", "a*b*", "[x]", "ü");
        return name.list().ofMinSize(1).ofMaxSize(4).map(names -> String.join("/", names));
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> name = Arbitraries.of("a", "b", "ab", "aab", "ba", "x", ".a", "a.", "[x]", "ü", "axb", "aa", "...");
        return name.list().ofMinSize(1).ofMaxSize(5).map(names -> String.join("/", names));
    }

    /** By trying: every way in which a star could be read. */
    private static boolean bruteForce(String glob, String path) {
        return names(List.of(glob.split("/")), List.of(path.split("/")));
    }

    private static boolean names(List<String> glob, List<String> path) {
        if (glob.isEmpty()) {
            return path.isEmpty();
        }
        List<String> rest = glob.subList(1, glob.size());
        if (glob.getFirst().equals("**")) {
            return names(rest, path) || !path.isEmpty() && names(glob, path.subList(1, path.size()));
        }
        return !path.isEmpty() && characters(glob.getFirst(), path.getFirst()) && names(rest, path.subList(1, path.size()));
    }

    private static boolean characters(String glob, String name) {
        if (glob.isEmpty()) {
            return name.isEmpty();
        }
        String rest = glob.substring(1);
        return switch (glob.charAt(0)) {
            case '*' -> characters(rest, name) || !name.isEmpty() && characters(glob, name.substring(1));
            case '?' -> !name.isEmpty() && characters(rest, name.substring(1));
            default -> !name.isEmpty() && name.charAt(0) == glob.charAt(0) && characters(rest, name.substring(1));
        };
    }

    /** All words of one to {@code length} of these characters. */
    private static List<String> words(String alphabet, int length) {
        List<String> words = new ArrayList<>();
        List<String> longest = List.of("");
        for (int i = 0; i < length; i++) {
            longest = longest.stream().flatMap(word -> alphabet.chars().mapToObj(c -> word + (char) c)).toList();
            words.addAll(longest);
        }
        return words;
    }

    private static PathGlob glob(String text) {
        return PathGlob.parse("paths", text);
    }
}
