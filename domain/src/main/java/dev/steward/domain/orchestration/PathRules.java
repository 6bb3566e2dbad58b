package dev.steward.domain.orchestration;

import dev.steward.domain.PathGlob;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.orchestration.PathViolation.Rule;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which files may be changed: those that an allowed glob has, and neither a forbidden nor a protected one covers. Allowed is only what is
 * written, forbidden also what lies in it: either mistake of a folder for its files is on the safe side.
 *
 * @param allowed what an assignment may change; {@link #EVERYTHING} where no assignment is asked about
 */
public record PathRules(PathGlobs allowed, PathGlobs forbidden, PathGlobs protectedPaths) {

    public static final PathGlobs EVERYTHING = PathGlobs.of("**");

    /** What is wrong with changing the file {@code path}, if anything. */
    public Optional<PathViolation> violation(String path) {
        if (!PathGlob.isPath(path)) {
            return Optional.of(new PathViolation(path, Rule.OUTSIDE_PROJECT, null));
        }
        return forbidden.covering(path).map(glob -> new PathViolation(path, Rule.FORBIDDEN_PATHS, glob))
                .or(() -> protectedPaths.covering(path).map(glob -> new PathViolation(path, Rule.PROTECTED_PATHS, glob)))
                .or(() -> allowed.matches(path) ? Optional.empty() : Optional.of(new PathViolation(path, Rule.ALLOWED_PATHS, null)));
    }

    /** The same for several files, in their order. */
    public List<PathViolation> violations(Collection<String> paths) {
        return paths.stream().flatMap(path -> violation(path).stream()).toList();
    }

    /**
     * What is wrong with changing all that {@code globs} have: for each glob that has something forbidden or protected in it an example,
     * at most {@link PathGlobs#MAX_TOLD} of each.
     */
    public List<PathViolation> violations(PathGlobs globs) {
        return Stream.concat(
                globs.overlapsWith(forbidden.withAllBelow()).stream().map(overlap -> new PathViolation(overlap.example(), Rule.FORBIDDEN_PATHS, overlap.there())),
                globs.overlapsWith(protectedPaths.withAllBelow()).stream().map(overlap -> new PathViolation(overlap.example(), Rule.PROTECTED_PATHS, overlap.there()))).toList();
    }
}
