package dev.steward.jdbc.orchestration;

import dev.steward.application.orchestration.PolicyProfileStore;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.PolicyProfile;
import dev.steward.domain.portfolio.Project;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import jakarta.inject.Singleton;
import java.util.Optional;

@Singleton
final class JdbcPolicyProfileStore extends JdbcStore<PolicyProfile, PolicyProfileRow> implements PolicyProfileStore {

    JdbcPolicyProfileStore(Jdbc jdbc, PolicyProfileRows rows) {
        super(jdbc, rows, PolicyProfileRow.class, PolicyProfileRow::from, PolicyProfileRow::toPolicyProfile);
    }

    @Override
    public Optional<PolicyProfile> findByProject(Id<Project> project) {
        return first("project_id = ?", project.value());
    }
}
