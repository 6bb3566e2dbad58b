package dev.steward.application.orchestration;

import dev.steward.application.UnitOfWork;
import dev.steward.application.planning.Planning.Learned;
import dev.steward.domain.orchestration.CardAssignment;
import java.util.List;

/** What other contexts make of assignments, which this one cannot know: the memory. */
public interface AssignmentWatch {

    /** Nobody makes anything of them. */
    AssignmentWatch NONE = (unit, assignment, found) -> {
    };

    /** Called once, in the unit in which an assignment was completed; its card knows what its agent found out. */
    void completed(UnitOfWork unit, CardAssignment assignment, List<Learned> found);
}
