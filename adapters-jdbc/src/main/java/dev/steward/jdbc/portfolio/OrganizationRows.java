package dev.steward.jdbc.portfolio;

import dev.steward.jdbc.Rows;

/** The table {@code organization}. */
public interface OrganizationRows extends Rows<OrganizationRow> {
}
