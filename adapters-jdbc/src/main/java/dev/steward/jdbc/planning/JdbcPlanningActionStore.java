package dev.steward.jdbc.planning;

import dev.steward.application.planning.PlanningActionStore;
import dev.steward.domain.Id;
import dev.steward.domain.planning.PlanningAction;
import dev.steward.domain.portfolio.Project;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

@Singleton
final class JdbcPlanningActionStore extends JdbcStore<PlanningAction, PlanningActionRow> implements PlanningActionStore {

    JdbcPlanningActionStore(Jdbc jdbc, PlanningActionRows rows) {
        super(jdbc, rows, PlanningActionRow.class, PlanningActionRow::from, PlanningActionRow::toPlanningAction, Set.of("content"), LongTexts.NONE.andObjects("payload").andArrays("changes"));
    }

    @Override
    public List<PlanningAction> batch(Id<Project> project, long sequence) {
        return select("project_id = ? AND sequence = ? ORDER BY batch_index", project.value(), sequence);
    }
}
