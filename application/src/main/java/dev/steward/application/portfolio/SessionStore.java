package dev.steward.application.portfolio;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Session;
import dev.steward.domain.portfolio.WeekKey;
import java.util.Map;
import java.util.Set;

/** The sessions of a workspace. */
public interface SessionStore extends Store<Session> {

    /** How many sessions each of these projects has in each status in that week; a project or status without any is absent. */
    Map<Id<Project>, Map<ProgressStatus, Integer>> countByStatus(WeekKey week, Set<Id<Project>> projects);

    /** Planned minutes of each of these milestones' sessions, cancelled ones too; a milestone without sessions is absent. */
    Map<Id<Milestone>, Integer> minutesByMilestone(Set<Id<Milestone>> milestones);
}
