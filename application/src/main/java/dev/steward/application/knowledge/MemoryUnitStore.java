package dev.steward.application.knowledge;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.portfolio.Project;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The memory of a workspace. */
public interface MemoryUnitStore extends Store<MemoryUnit> {

    /** What was made from {@code subject} with this content. */
    Optional<MemoryUnit> findBySubject(MemoryUnit.Subject subject, String contentHash);

    /** What was made from any of these subjects. */
    List<MemoryUnit> of(Set<MemoryUnit.Subject> subjects);

    /** Removes the memory of a project that goes, with all that hangs below it. Answers how many. */
    int forget(Id<Project> project);
}
