package dev.steward.jdbc.portfolio;

import dev.steward.application.portfolio.MilestoneStore;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;

@Singleton
final class JdbcMilestoneStore extends JdbcStore<Milestone, MilestoneRow> implements MilestoneStore {

    JdbcMilestoneStore(Jdbc jdbc, MilestoneRows rows) {
        super(jdbc, rows, MilestoneRow.class, MilestoneRow::from, MilestoneRow::toMilestone, LongTexts.of("notes"));
    }

    @Override
    public Map<Id<Project>, Map<ProgressStatus, Integer>> countByStatus(Set<Id<Project>> projects) {
        return StatusCount.byProject(jdbc.queryIn("""
                SELECT project_id, status, count(*) AS count FROM milestone
                WHERE workspace_id = ? AND project_id IN (%s)
                GROUP BY project_id, status
                ORDER BY project_id, status""",
                List.of(jdbc.workspace()), Columns.uuids(projects), StatusCount::read));
    }
}
