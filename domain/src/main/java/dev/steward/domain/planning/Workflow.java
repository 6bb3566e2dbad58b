package dev.steward.domain.planning;

import dev.steward.domain.Id;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does with the product from beginning to end: a row of the story map.
 *
 * @param buildState null until something of it is built
 */
public record Workflow(
        Meta<Workflow> meta,
        Id<Project> projectId,
        Details details,
        @Nullable BuildState buildState,
        int position) implements Placed<Workflow> {

    public static final TextRule TITLE = TextRule.required(500);
    public static final TextRule DESCRIPTION = TextRule.optional(20_000);

    public record Details(String title, String description) {

        public Details {
            title = title.strip();
            Violations.check().text("title", title, TITLE).text("description", description, DESCRIPTION).done();
        }
    }

    public static Workflow create(Meta<Workflow> meta, Id<Project> project, Details details, int position) {
        return new Workflow(meta, project, details, null, position);
    }

    public Workflow revise(Instant now, Details details) {
        return new Workflow(meta.next(now), projectId, details, buildState, position);
    }

    @Override
    public Workflow at(Instant now, int position) {
        return new Workflow(meta.next(now), projectId, details, buildState, position);
    }

    /** After a run of it has got somewhere. */
    public Workflow built(Instant now, @Nullable BuildState state) {
        return new Workflow(meta.next(now), projectId, details, state, position);
    }

    @Override
    public UUID parent() {
        return projectId.value();
    }
}
