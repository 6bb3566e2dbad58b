package dev.steward.jdbc.portfolio;

import dev.steward.domain.SearchText;
import dev.steward.domain.portfolio.Area;
import dev.steward.domain.portfolio.Slug;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;

/** A row of {@code area}. */
@MappedEntity("area")
public record AreaRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        String name,
        String type,
        String slug,
        String color,
        String icon,
        String description,
        boolean isActive,
        int sortOrder,
        String config,
        String searchText) {

    static AreaRow from(Area area, RowKey key) {
        Area.Details details = area.details();
        return new AreaRow(key, area.version(), area.meta().createdAt(), area.meta().updatedAt(), details.name(), details.type(),
                details.slug().value(), details.color(), details.icon(), details.description(), details.isActive(), details.sortOrder(),
                JsonText.write(details.config()), SearchText.of(details.name(), details.slug().value(), details.type(), details.description()));
    }

    Area toArea() {
        return new Area(key.meta(version, createdAt, updatedAt),
                new Area.Details(name, type, new Slug(slug), color, icon, description, isActive, sortOrder, JsonText.storedObject(config)));
    }
}
