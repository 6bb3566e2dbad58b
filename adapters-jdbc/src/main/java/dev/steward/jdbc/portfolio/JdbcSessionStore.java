package dev.steward.jdbc.portfolio;

import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.portfolio.SessionStore;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Session;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

@Singleton
final class JdbcSessionStore extends JdbcStore<Session, SessionRow> implements SessionStore {

    private static final String WEEK_KEY = "week_key";
    private static final String SCHEDULED_DATE = "scheduled_date";

    JdbcSessionStore(Jdbc jdbc, SessionRows rows) {
        super(jdbc, rows, SessionRow.class, SessionRow::from, SessionRow::toSession, LongTexts.of("notes", "body").andArrays("files_changed"));
    }

    /** A week is found by its days: a session's week follows from its day, so it has no index of its own. */
    @Override
    protected Query asked(Query query) {
        List<Filter> filters = new ArrayList<>();
        for (Filter filter : query.filters()) {
            if (filter.field().equals(WEEK_KEY) && filter.operator() == Filter.Operator.IN) {
                List<WeekKey> weeks = filter.values().stream().map(week -> WeekKey.parse(WEEK_KEY, week.toString())).sorted().toList();
                filters.add(Filter.from(SCHEDULED_DATE, weeks.getFirst().monday()));
                filters.add(Filter.to(SCHEDULED_DATE, weeks.getLast().sunday()));
                if (weeks.size() == 1) {
                    continue;
                }
            }
            filters.add(filter);
        }
        return new Query(filters, query.order(), query.limit(), query.after());
    }

    @Override
    public Map<Id<Project>, Map<ProgressStatus, Integer>> countByStatus(WeekKey week, Set<Id<Project>> projects) {
        return StatusCount.byProject(jdbc.queryIn("""
                SELECT project_id, status, count(*) AS count FROM session
                WHERE workspace_id = ? AND scheduled_date >= ? AND scheduled_date <= ? AND project_id IN (%s)
                GROUP BY project_id, status
                ORDER BY project_id, status""",
                List.of(jdbc.workspace(), week.monday(), week.sunday()), Columns.uuids(projects), StatusCount::read));
    }

    @Override
    public Map<Id<Milestone>, Integer> minutesByMilestone(Set<Id<Milestone>> milestones) {
        Map<Id<Milestone>, Integer> minutes = new HashMap<>();
        jdbc.queryIn("""
                SELECT milestone_id, sum(duration_minutes) AS minutes FROM session
                WHERE workspace_id = ? AND milestone_id IN (%s)
                GROUP BY milestone_id
                ORDER BY milestone_id""",
                List.of(jdbc.workspace()), Columns.uuids(milestones),
                row -> minutes.put(new Id<>(UUID.fromString(row.getString("milestone_id"))), row.getInt("minutes")));
        return minutes;
    }
}
