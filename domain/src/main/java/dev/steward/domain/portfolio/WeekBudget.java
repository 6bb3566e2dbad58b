package dev.steward.domain.portfolio;

import java.util.Collection;

/**
 * The minutes of a week against what was meant to be spent.
 *
 * @param budgetMinutes the setting {@code weekly_budget_hours} in minutes
 * @param plannedMinutes of the sessions in planned, doing and done
 * @param doneMinutes the part of them that is done, in planned minutes
 */
public record WeekBudget(int budgetMinutes, int plannedMinutes, int doneMinutes) {

    public static final int DEFAULT_HOURS = 12;

    /** @param sessions all sessions of the week; backlog and cancelled ones do not count */
    public static WeekBudget of(int budgetMinutes, Collection<Session> sessions) {
        int planned = 0;
        int done = 0;
        for (Session session : sessions) {
            ProgressStatus status = session.details().status();
            int minutes = session.details().durationMinutes();
            planned += status.isPlanned() ? minutes : 0;
            done += status == ProgressStatus.DONE ? minutes : 0;
        }
        return new WeekBudget(budgetMinutes, planned, done);
    }

    /** Budget not planned yet; 0 when it is used up. */
    public int remainingMinutes() {
        return Math.max(0, budgetMinutes - plannedMinutes);
    }

    /** Planned beyond the budget; 0 when it holds. */
    public int overMinutes() {
        return Math.max(0, plannedMinutes - budgetMinutes);
    }
}
