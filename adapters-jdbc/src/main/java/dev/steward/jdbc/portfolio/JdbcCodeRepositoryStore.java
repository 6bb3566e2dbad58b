package dev.steward.jdbc.portfolio;

import dev.steward.application.portfolio.CodeRepositoryStore;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.CodeRepository;
import dev.steward.domain.portfolio.Project;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import jakarta.inject.Singleton;
import java.util.Optional;

@Singleton
final class JdbcCodeRepositoryStore extends JdbcStore<CodeRepository, CodeRepositoryRow> implements CodeRepositoryStore {

    JdbcCodeRepositoryStore(Jdbc jdbc, CodeRepositoryRows rows) {
        super(jdbc, rows, CodeRepositoryRow.class, CodeRepositoryRow::from, CodeRepositoryRow::toCodeRepository);
    }

    @Override
    public Optional<CodeRepository> primaryOf(Id<Project> project) {
        return first("project_id = ? AND is_primary = TRUE", project.value());
    }
}
