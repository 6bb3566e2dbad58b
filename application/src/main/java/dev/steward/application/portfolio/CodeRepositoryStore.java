package dev.steward.application.portfolio;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.CodeRepository;
import dev.steward.domain.portfolio.Project;
import java.util.Optional;

/** The repositories of projects; normalized remote and local path are each unique in the workspace where there is one. */
public interface CodeRepositoryStore extends Store<CodeRepository> {

    /** The one that is marked primary. */
    Optional<CodeRepository> primaryOf(Id<Project> project);
}
