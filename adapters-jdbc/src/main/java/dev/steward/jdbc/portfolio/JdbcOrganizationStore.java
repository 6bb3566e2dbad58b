package dev.steward.jdbc.portfolio;

import dev.steward.application.portfolio.OrganizationStore;
import dev.steward.domain.portfolio.Organization;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;

@Singleton
final class JdbcOrganizationStore extends JdbcStore<Organization, OrganizationRow> implements OrganizationStore {

    JdbcOrganizationStore(Jdbc jdbc, OrganizationRows rows) {
        super(jdbc, rows, OrganizationRow.class, OrganizationRow::from, OrganizationRow::toOrganization, LongTexts.of("notes"));
    }
}
