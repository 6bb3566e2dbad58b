package dev.steward.jdbc;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.data.event.EntityEventContext;
import io.micronaut.data.runtime.convert.DataConversionService;
import io.micronaut.data.runtime.date.DateTimeProvider;
import io.micronaut.data.runtime.event.listeners.VersionGeneratingEntityEventListener;
import jakarta.inject.Singleton;

/** A new row keeps the version it was given; Micronaut Data would start it at 0. */
@Singleton
@Replaces(VersionGeneratingEntityEventListener.class)
final class GivenVersions extends VersionGeneratingEntityEventListener {

    GivenVersions(DateTimeProvider<?> dateTimeProvider, DataConversionService conversion) {
        super(dateTimeProvider, conversion);
    }

    @Override
    public boolean prePersist(EntityEventContext<Object> context) {
        return true;
    }
}
