package dev.steward.application.portfolio;

import dev.steward.application.Store;
import dev.steward.domain.portfolio.Organization;

/** The organizations of a workspace, unique by name. */
public interface OrganizationStore extends Store<Organization> {
}
