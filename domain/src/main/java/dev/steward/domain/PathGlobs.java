package dev.steward.domain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Several {@link PathGlob}s, which together are one set of files. In the order they were given, each once.
 *
 * @param globs at most {@link #MAX}, of together at most {@link #MAX_CHARACTERS}, so that comparing two lists is a matter of milliseconds
 */
public record PathGlobs(List<PathGlob> globs) {

    public static final PathGlobs NONE = new PathGlobs(List.of());

    public static final int MAX = 200;
    public static final int MAX_CHARACTERS = 16_000;
    /** How many overlaps are told: enough to see why, however many there are. */
    public static final int MAX_TOLD = 20;

    /**
     * What two sets have in common.
     *
     * @param example a path that both globs match
     */
    public record Overlap(PathGlob here, PathGlob there, String example) {
    }

    public PathGlobs {
        globs = List.copyOf(new LinkedHashSet<>(globs));
    }

    /**
     * The globs written in {@code texts}.
     *
     * @param field the name that violations go by; each glob's adds its index
     * @throws InvalidException with every glob that is refused
     */
    public static PathGlobs parse(String field, List<String> texts) {
        Violations violations = Violations.check();
        List<PathGlob> globs = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                globs.add(PathGlob.parse(Violations.pointer(field) + "/" + i, texts.get(i)));
            } catch (InvalidException e) {
                e.violations().forEach(violations::add);
            }
        }
        PathGlobs parsed = new PathGlobs(globs);
        parsed.check(violations, field);
        violations.done();
        return parsed;
    }

    public static PathGlobs of(String... texts) {
        return parse("", List.of(texts));
    }

    /** Adds what is too much to {@code violations}; for the entities that hold such a list. */
    public void check(Violations violations, String field) {
        int characters = globs.stream().mapToInt(glob -> glob.text().codePointCount(0, glob.text().length())).sum();
        violations.rule(globs.size() <= MAX, field, "too_many", () -> "Has " + globs.size() + " globs, at most " + MAX + " are kept; name folders instead of files.")
                .rule(characters <= MAX_CHARACTERS, field, "too_long", () -> "Has " + characters + " characters in all, at most " + MAX_CHARACTERS
                        + " are kept; name folders instead of files.");
    }

    public boolean isEmpty() {
        return globs.isEmpty();
    }

    /** Both sets together. */
    public PathGlobs and(PathGlobs more) {
        List<PathGlob> all = new ArrayList<>(globs);
        all.addAll(more.globs);
        return new PathGlobs(all);
    }

    /** The first glob that has {@code path}. */
    public Optional<PathGlob> matching(String path) {
        return globs.stream().filter(glob -> glob.matches(path)).findFirst();
    }

    /** The first glob that {@linkplain PathGlob#covers covers} {@code path}. */
    public Optional<PathGlob> covering(String path) {
        return globs.stream().filter(glob -> glob.covers(path)).findFirst();
    }

    /** The same with all that lies in what they have. */
    public PathGlobs withAllBelow() {
        return new PathGlobs(globs.stream().map(PathGlob::withAllBelow).toList());
    }

    public boolean matches(String path) {
        return matching(path).isPresent();
    }

    /** Whether there is a path that is in both sets. */
    public boolean overlaps(PathGlobs other) {
        return !overlaps(other, 1).isEmpty();
    }

    /** Which globs have paths in common and for example which, in the order of this list; at most {@link #MAX_TOLD}. */
    public List<Overlap> overlapsWith(PathGlobs other) {
        return overlaps(other, MAX_TOLD);
    }

    /** As they are written. */
    public List<String> texts() {
        return globs.stream().map(PathGlob::text).toList();
    }

    private List<Overlap> overlaps(PathGlobs other, int limit) {
        List<Overlap> overlaps = new ArrayList<>();
        for (PathGlob here : globs) {
            for (PathGlob there : other.globs) {
                if (overlaps.size() < limit) {
                    here.example(there).ifPresent(example -> overlaps.add(new Overlap(here, there, example)));
                }
            }
        }
        return overlaps; // a plain loop: whoever starts a run compares every pair of its assignments
    }
}
