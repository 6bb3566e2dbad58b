package dev.steward.application.knowledge;

import dev.steward.domain.Id;
import dev.steward.domain.planning.Card;
import dev.steward.domain.portfolio.Project;
import org.jspecify.annotations.Nullable;

/** Where memory is looked for: at a card, else in a project, else in the whole workspace. */
public record MemoryPlace(@Nullable Id<Project> project, @Nullable Id<Card> card) {

    public static final MemoryPlace WORKSPACE = new MemoryPlace(null, null);

    public static MemoryPlace of(Id<Project> project) {
        return new MemoryPlace(project, null);
    }
}
