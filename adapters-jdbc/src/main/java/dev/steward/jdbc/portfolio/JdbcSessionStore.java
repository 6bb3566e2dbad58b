package dev.steward.jdbc.portfolio;

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
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

@Singleton
final class JdbcSessionStore extends JdbcStore<Session, SessionRow> implements SessionStore {

    JdbcSessionStore(Jdbc jdbc, SessionRows rows) {
        super(jdbc, rows, SessionRow.class, SessionRow::from, SessionRow::toSession);
    }

    @Override
    public Map<Id<Project>, Map<ProgressStatus, Integer>> countByStatus(WeekKey week, Set<Id<Project>> projects) {
        return StatusCount.byProject(jdbc.queryIn("""
                SELECT project_id, status, count(*) AS count FROM session
                WHERE workspace_id = ? AND week_key = ? AND project_id IN (%s)
                GROUP BY project_id, status
                ORDER BY project_id, status""",
                List.of(jdbc.workspace(), week.toString()), Columns.uuids(projects), StatusCount::read));
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
