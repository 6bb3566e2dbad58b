package dev.steward.postgres;

import io.micronaut.context.annotation.Requires;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A bean that exists when the database is PostgreSQL. */
@Requires(property = "steward.database", value = "postgres")
@Retention(RetentionPolicy.RUNTIME)
@interface OnPostgres {
}
