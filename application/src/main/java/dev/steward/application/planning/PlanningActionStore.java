package dev.steward.application.planning;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.planning.Content;
import dev.steward.domain.planning.PlanningAction;
import dev.steward.domain.portfolio.Project;
import java.util.List;

/** The logs of the story maps of a workspace. {@link #find} reads an action's content, {@link #list} leaves it {@link Content.Unread}. */
public interface PlanningActionStore extends Store<PlanningAction> {

    /** The accepted actions of one batch, in order, with their contents; none when there is no such batch. */
    List<PlanningAction> batch(Id<Project> project, long sequence);
}
