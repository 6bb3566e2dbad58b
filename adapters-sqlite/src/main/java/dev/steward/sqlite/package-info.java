/** {@code DbAdapter} for SQLite: one writer thread with group commit, a few readers. */
@NullMarked
package dev.steward.sqlite;

import org.jspecify.annotations.NullMarked;
