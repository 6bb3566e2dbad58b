package dev.steward.domain.portfolio;

import dev.steward.domain.Entity;
import dev.steward.domain.Json;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** A part of life that projects, goals and tasks belong to ("domain" in document 004). */
public record Area(Meta<Area> meta, Details details) implements Entity<Area> {

    /** The types of document 004. The list is open: any lower_snake_case word is a type. */
    public static final List<String> SEEDED_TYPES =
            List.of("client_work", "software", "side_project", "life_admin", "modeling", "escort", "content", "physical");

    public static final TextRule NAME = TextRule.required(100);
    public static final TextRule TYPE = TextRule.required(30);
    public static final TextRule ICON = TextRule.optional(30);
    public static final TextRule DESCRIPTION = TextRule.optional(10_000);

    private static final Pattern TYPE_WRITTEN = Pattern.compile("[a-z][a-z0-9_]*");

    /**
     * What callers write.
     *
     * @param slug unique among the workspace's areas
     * @param color {@code #RRGGBB}, or empty
     */
    public record Details(
            String name,
            String type,
            Slug slug,
            String color,
            String icon,
            String description,
            boolean isActive,
            int sortOrder,
            Json.Obj config) {

        public Details {
            Violations violations = Violations.check()
                    .text("name", name, NAME)
                    .text("type", type, TYPE)
                    .rule(type.isBlank() || TYPE_WRITTEN.matcher(type).matches(), "type", "invalid_type",
                            "A type is written in lower_snake_case, such as side_project.")
                    .text("icon", icon, ICON)
                    .text("description", description, DESCRIPTION);
            Color.check(violations, "color", color);
            violations.done();
        }
    }

    public static Area create(Meta<Area> meta, Details details) {
        return new Area(meta, details);
    }

    public Area revise(Instant now, Details details) {
        return new Area(meta.next(now), details);
    }
}
