package dev.steward.application.portfolio;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import java.util.Map;
import java.util.Set;

/** The milestones of a workspace. A session's milestone is of the session's project; the schema holds to it. */
public interface MilestoneStore extends Store<Milestone> {

    /** How many milestones each of these projects has in each status; a project or status without any is absent. */
    Map<Id<Project>, Map<ProgressStatus, Integer>> countByStatus(Set<Id<Project>> projects);
}
