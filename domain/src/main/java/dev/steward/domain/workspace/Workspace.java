package dev.steward.domain.workspace;

import dev.steward.domain.Entity;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import java.util.regex.Pattern;

/**
 * A tenant. Nothing in one workspace is visible in another.
 *
 * @param slug unique in the installation: 1–50 of a–z, 0–9 and hyphens, starting with a letter or digit
 * @param owner the name that new projects get as their owner
 */
public record Workspace(Meta<Workspace> meta, String slug, String owner) implements Entity<Workspace> {

    public static final TextRule OWNER = TextRule.optional(100);
    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,49}");

    public Workspace {
        Violations.check()
                .rule(SLUG.matcher(slug).matches(), "slug", "invalid_slug",
                        "'" + slug + "' is not a workspace slug; use 1 to 50 of a-z, 0-9 and hyphens, starting with a letter or digit.")
                .text("owner", owner, OWNER)
                .done();
    }
}
