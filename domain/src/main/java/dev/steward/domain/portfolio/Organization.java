package dev.steward.domain.portfolio;

import dev.steward.domain.Entity;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import java.time.Instant;

/** Whom a project is done for or with (document 002). */
public record Organization(Meta<Organization> meta, Details details) implements Entity<Organization> {

    public static final TextRule NAME = TextRule.required(100);
    public static final TextRule DISPLAY_NAME = TextRule.optional(200);
    public static final TextRule NOTES = TextRule.optional(100_000);

    public enum Type implements Word { EMPLOYER, HOST, PERSONAL, CLIENT }

    /**
     * What callers write.
     *
     * @param name unique in the workspace
     * @param displayName empty when the name is what people should see
     * @param color {@code #RRGGBB}, or empty
     */
    public record Details(String name, String displayName, Type type, String color, String notes) {

        public Details {
            Violations violations = Violations.check()
                    .text("name", name, NAME)
                    .text("display_name", displayName, DISPLAY_NAME)
                    .text("notes", notes, NOTES);
            Color.check(violations, "color", color);
            violations.done();
        }
    }

    public static Organization create(Meta<Organization> meta, Details details) {
        return new Organization(meta, details);
    }

    public Organization revise(Instant now, Details details) {
        return new Organization(meta.next(now), details);
    }
}
