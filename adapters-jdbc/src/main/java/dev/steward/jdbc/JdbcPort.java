package dev.steward.jdbc;

/** Marks the implementation of a port, so that {@link JdbcStores} finds it. */
public interface JdbcPort {
}
