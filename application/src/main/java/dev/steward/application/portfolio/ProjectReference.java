package dev.steward.application.portfolio;

import dev.steward.application.Field;
import dev.steward.application.Type;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.TextRule;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Slug;
import java.util.List;

/**
 * How a body or filter names a project: by id or by slug. Answers show the id.
 *
 * @param key an id, or anything else that may be a slug
 */
public record ProjectReference(String key) {

    private static final TextRule KEY = TextRule.required(Slug.MAX);

    private static final Type<ProjectReference> TYPE = Type.ofText(ProjectReference::parse, ProjectReference::key, "The id or the slug of a project; answers show the id.")
            .column(reference -> Id.<Project>parse(reference.key).<Object>map(Id::value).orElse(reference.key));

    /** The member {@code project_id} of what belongs to a project. Its filter may hold slugs, see {@link Projects#withIds}. */
    public static Field<ProjectReference> field() {
        return Field.of("project_id", TYPE).mandatory().filter().doc("The project it belongs to; takes the id or the slug.")
                .example(new ProjectReference("my-great-novel"));
    }

    public static ProjectReference to(Id<Project> project) {
        return new ProjectReference(project.toString());
    }

    private static ProjectReference parse(String text) {
        KEY.violation("", text).ifPresent(violation -> {
            throw new InvalidException(List.of(violation));
        });
        return new ProjectReference(text);
    }
}
