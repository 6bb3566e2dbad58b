package dev.steward.sqlite;

import io.micronaut.context.annotation.Requires;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A bean that exists when the database is SQLite. */
@Requires(property = "steward.database", value = "sqlite")
@Retention(RetentionPolicy.RUNTIME)
@interface OnSqlite {
}
