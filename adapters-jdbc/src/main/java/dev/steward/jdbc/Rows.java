package dev.steward.jdbc;

import io.micronaut.data.repository.GenericRepository;

/**
 * What every row repository can do: write. {@link RowReader} reads. Extended once per table here and once per database, where it gets its dialect.
 *
 * @param <R> the row record
 */
public interface Rows<R> extends GenericRepository<R, RowKey> {

    R save(R row);

    /** Replaces the version that the row carries and raises it. */
    R update(R row);
}
