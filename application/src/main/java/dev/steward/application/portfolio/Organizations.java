package dev.steward.application.portfolio;

import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Query.Order;
import dev.steward.application.Resource;
import dev.steward.application.Shape;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.portfolio.Organization;
import java.util.List;
import java.util.Map;

/** Organizations: whom projects are done for or with. Deleting one with cascade empties {@code organization_id} of its projects. */
public final class Organizations extends Resource<Organization> {

    private static final Field<String> NAME = Field.text("name", Organization.NAME).mandatory().filter().sort()
            .doc("Unique in the workspace.").example("acme");
    private static final Field<String> DISPLAY_NAME = Field.text("display_name", Organization.DISPLAY_NAME).orElse("")
            .doc("What people see; empty for the name itself.").example("ACME Ltd.");
    private static final Field<Organization.Type> TYPE = Field.word("type", Organization.Type.class).orElse(Organization.Type.CLIENT).filter();
    private static final Field<String> COLOR = Field.of("color", PortfolioTypes.COLOR).orElse("").example("#336699");
    private static final Field<String> NOTES = Field.text("notes", Organization.NOTES).orElse("");

    public static final Shape<Organization> SHAPE = Shape.<Organization>ofEntity("organization")
            .input(NAME, organization -> organization.details().name())
            .input(DISPLAY_NAME, organization -> organization.details().displayName())
            .input(TYPE, organization -> organization.details().type())
            .input(COLOR, organization -> organization.details().color())
            .input(NOTES, organization -> organization.details().notes())
            .searchable()
            .build();

    private final Projects projects;

    public Organizations(Projects projects) {
        super(SHAPE, OrganizationStore.class);
        this.projects = projects;
    }

    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("name", false, false));
    }

    @Override
    protected Organization make(UnitOfWork unit, Meta<Organization> meta, Values values) {
        return Organization.create(meta, details(values));
    }

    @Override
    protected Organization revise(UnitOfWork unit, Organization current, Values values) {
        return current.revise(unit.now(), details(values));
    }

    @Override
    protected Map<String, Long> dependents(UnitOfWork unit, Organization organization) {
        return Map.of("projects", unit.store(ProjectStore.class).count(Query.where("organization_id", 1, organization.id().value())));
    }

    @Override
    protected void beforeDelete(UnitOfWork unit, Organization organization) {
        projects.release(unit, "organization_id", organization.id(), project -> project.withoutOrganization(unit.now()));
    }

    private static Organization.Details details(Values values) {
        return new Organization.Details(values.get(NAME), values.get(DISPLAY_NAME), values.get(TYPE), values.get(COLOR), values.get(NOTES));
    }
}
