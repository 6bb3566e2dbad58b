package dev.steward.application.portfolio;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Organization;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.Map;

public interface OrganizationStoreContract extends StoreContract<Organization> {

    @Override
    default Class<OrganizationStore> port() {
        return OrganizationStore.class;
    }

    @Override
    default Organization sample(Id<Workspace> workspace) {
        return Organization.create(Meta.first(new Id<>(TestDatabase.newId()), TestDatabase.now()),
                new Organization.Details("acme " + TestDatabase.newId(), "ACME", Organization.Type.CLIENT, "#336699", "notes"));
    }

    @Override
    default Organization changed(Organization organization) {
        return organization.revise(TestDatabase.now(),
                new Organization.Details(organization.details().name(), "", Organization.Type.HOST, "", "größere 笔记 🎈"));
    }

    @Override
    default List<Organization> edges(Id<Workspace> workspace) {
        return List.of(Organization.create(PortfolioSamples.meta(),
                new Organization.Details(PortfolioSamples.text(100), PortfolioSamples.FOREIGN, Organization.Type.EMPLOYER, "", "")));
    }

    @Override
    default Map<String, Organization> taken(Id<Workspace> workspace, Organization stored) {
        return Map.of("organization_name_unique", Organization.create(PortfolioSamples.meta(),
                new Organization.Details(stored.details().name(), "", Organization.Type.HOST, "", "")));
    }

    @Override
    default List<List<Key<Organization>>> orders() {
        return List.of(List.of(new Key<>("name", false, organization -> organization.details().name())));
    }
}
