package dev.steward.jdbc.portfolio;

import dev.steward.domain.SearchText;
import dev.steward.domain.Word;
import dev.steward.domain.portfolio.Organization;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;

/** A row of {@code organization}. */
@MappedEntity("organization")
public record OrganizationRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        String name,
        String displayName,
        String type,
        String color,
        String notes,
        String searchText) {

    static OrganizationRow from(Organization organization, RowKey key) {
        Organization.Details details = organization.details();
        return new OrganizationRow(key, organization.version(), organization.meta().createdAt(), organization.meta().updatedAt(), details.name(),
                details.displayName(), details.type().word(), details.color(), details.notes(),
                SearchText.of(details.name(), details.displayName(), details.notes()));
    }

    Organization toOrganization() {
        return new Organization(key.meta(version, createdAt, updatedAt),
                new Organization.Details(name, displayName, Word.of(Organization.Type.class, type), color, notes));
    }
}
