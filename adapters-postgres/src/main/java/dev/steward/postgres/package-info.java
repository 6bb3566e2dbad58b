/** {@code DbAdapter} for PostgreSQL: a small pool, row-level security, LISTEN and NOTIFY. */
@NullMarked
package dev.steward.postgres;

import org.jspecify.annotations.NullMarked;
