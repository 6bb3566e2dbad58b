package dev.steward.jdbc;

import io.micronaut.data.repository.GenericRepository;

/**
 * What every row repository can do: add. {@link RowReader} reads, {@link JdbcStore} changes. Extended once per table here and once per database, where it gets its dialect.
 *
 * @param <R> the row record
 */
public interface Rows<R> extends GenericRepository<R, RowKey> {

    R save(R row);

    /** In one exchange with the database. */
    Iterable<R> saveAll(Iterable<R> rows);
}
