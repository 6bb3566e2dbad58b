package dev.steward.domain;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A set of files of a project, written as a path relative to its root with slashes between the names.
 *
 * <ul>
 *   <li>{@code *} stands for any characters within one name, also none; {@code ?} for exactly one.
 *   <li>{@code **} as a whole name stands for any number of names, also none: {@code src/**}{@code /*.java} has {@code src/A.java}.
 *       {@code docs/**} has all that is in the folder {@code docs}, and may be written {@code docs/}; {@code docs} alone is only a file of
 *       that name, unless it is {@linkplain #covers asked} what lies in it, too.
 *   <li>Everything else stands for itself, also brackets, because routers name files {@code app/[id]/page.tsx}, and names that begin with
 *       a dot are nothing special. Case counts, as it does for Git. Names are compared in Unicode's composed form (NFC).
 * </ul>
 *
 * <p>Nothing leads out of the project: {@code ..}, absolute paths, drives and backslashes are refused, and so is what other languages
 * have and this one has not, such as alternatives in braces.
 */
public final class PathGlob implements Comparable<PathGlob> {

    /** Characters, which are Unicode code points. */
    public static final int MAX = 500;
    /** Of one name; no file system takes more. */
    public static final int MAX_NAME = 255;
    /** Asterisks, {@code **} counted once. So comparing two globs takes time in proportion to their lengths. */
    public static final int MAX_STARS = 16;

    private static final String ANY_NAMES = "**";
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

    private final String text;
    /** How every path begins that it matches: what stands before the first wildcard, without a slash that {@code **} may go without. */
    private final String beginning;
    /** Made when it is first needed: most globs are only read and shown. */
    private volatile @Nullable PathAutomaton automaton;

    private PathGlob(List<String> names) {
        this.text = String.join("/", names);
        String literal = text.substring(0, (int) text.chars().takeWhile(c -> c != '*' && c != '?').count());
        this.beginning = literal.endsWith("/") ? literal.substring(0, literal.length() - 1) : literal;
    }

    private PathAutomaton automaton() {
        PathAutomaton made = automaton;
        if (made == null) {
            made = PathAutomaton.of(List.of(text.split("/")));
            automaton = made;
        }
        return made;
    }

    /**
     * The glob written {@code text}, in the one form that it is kept in: composed, without {@code ./} and repeated slashes.
     *
     * @param field the name the violation goes by
     * @throws InvalidException with code {@code invalid_glob}, naming the text, the rule it breaks and what to write instead
     */
    public static PathGlob parse(String field, String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        refusal(composed).ifPresent(reason -> refuse(field, text, reason));
        List<String> kept = new ArrayList<>();
        for (String name : composed.split("/")) {
            boolean repeated = name.equals(ANY_NAMES) && !kept.isEmpty() && kept.getLast().equals(ANY_NAMES);
            if (!name.isEmpty() && !name.equals(".") && !repeated) {
                kept.add(name);
            }
        }
        if (kept.isEmpty()) {
            refuse(field, text, "names no file; write ** for the whole project");
        }
        if (composed.endsWith("/") && !kept.getLast().equals(ANY_NAMES)) {
            kept.add(ANY_NAMES);
        }
        return new PathGlob(kept);
    }

    /** Whether {@code path} is how Git names a file of a project: relative, names joined by single slashes, none of them {@code .} or {@code ..}. */
    public static boolean isPath(String path) {
        return !path.isEmpty() && path.chars().noneMatch(c -> Character.isISOControl(c) || c == '\\') && !DRIVE.matcher(path).matches()
                && Arrays.stream(path.split("/", -1)).noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
    }

    /** Whether the file {@code path} is in this set; never, when it is no {@linkplain #isPath path}. */
    public boolean matches(String path) {
        return isPath(path) && automaton().accepts(Normalizer.normalize(path, Normalizer.Form.NFC));
    }

    /** Whether the file {@code path}, or a folder that it is in, is in this set: what is forbidden is forbidden with all in it, as in .gitignore. */
    public boolean covers(String path) {
        return isPath(path) && withAllBelow().matches(path);
    }

    /** The set of what this one {@linkplain #covers covers}. */
    public PathGlob withAllBelow() {
        if (text.endsWith(ANY_NAMES)) {
            return this;
        }
        List<String> names = new ArrayList<>(List.of(text.split("/")));
        names.add(ANY_NAMES);
        return new PathGlob(names);
    }

    /** Whether there is a path that is in both sets. */
    public boolean overlaps(PathGlob other) {
        return example(other).isPresent();
    }

    /** A shortest path that is in both sets, for people to see why they overlap; empty when there is none. */
    public Optional<String> example(PathGlob other) {
        // Nearly all pairs of globs begin in different folders, and need no search.
        return beginning.startsWith(other.beginning) || other.beginning.startsWith(beginning) ? automaton().common(other.automaton()) : Optional.empty();
    }

    /** How it is written. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathGlob glob && glob.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public int compareTo(PathGlob other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static Optional<String> refusal(String text) {
        List<String> names = List.of(text.split("/", -1));
        if (text.isBlank()) {
            return Optional.of("is empty; write ** for the whole project");
        }
        if (text.codePointCount(0, text.length()) > MAX) {
            return Optional.of("has more than " + MAX + " characters; name a folder above it");
        }
        if (!TextRule.wellFormed(text) || text.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("holds a control character or half a character; remove it");
        }
        if (text.contains("\\")) {
            return Optional.of("holds a backslash; write / between names");
        }
        if (text.startsWith("/") || text.startsWith("~") || DRIVE.matcher(text).matches()) {
            return Optional.of("is not relative; write it from the root of the project, without a leading slash, drive or ~");
        }
        if (names.contains("..")) {
            return Optional.of("leads up with '..'; write it from the root of the project");
        }
        if (names.stream().anyMatch(name -> name.codePointCount(0, name.length()) > MAX_NAME)) {
            return Optional.of("has a name of more than " + MAX_NAME + " characters, which no file has");
        }
        if (text.startsWith("!")) {
            return Optional.of("begins with '!', but globs do not exclude; list what is meant, or use forbidden_paths");
        }
        if (text.contains("{") || text.contains("}")) {
            return Optional.of("has braces, which have no meaning here; write each alternative as a glob of its own");
        }
        if (names.stream().anyMatch(name -> name.contains(ANY_NAMES) && !name.equals(ANY_NAMES))) {
            return Optional.of("has '**' beside other characters; it stands alone between slashes, such as **/*.java");
        }
        if (text.replace(ANY_NAMES, "*").chars().filter(c -> c == '*').count() > MAX_STARS) {
            return Optional.of("has more than " + MAX_STARS + " asterisks; split it into several globs");
        }
        return Optional.empty();
    }

    private static void refuse(String field, String text, String reason) {
        String shown = text.codePointCount(0, text.length()) > 60 ? text.substring(0, text.offsetByCodePoints(0, 60)) + "…" : text;
        throw new InvalidException(Violations.check().add(field, "invalid_glob", "'" + shown + "' " + reason + ".").found());
    }
}
