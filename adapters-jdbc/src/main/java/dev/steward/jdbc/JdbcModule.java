package dev.steward.jdbc;

import dev.steward.application.workspace.EventSignals;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** What both databases wire alike. */
@Factory
final class JdbcModule {

    @Singleton
    @Named("default")
    DataSource dataSource() {
        return new SessionDataSource();
    }

    @Singleton
    EventHub hub() {
        return new EventHub();
    }

    @Singleton
    EventSignals signals(EventHub hub) {
        return hub;
    }
}
