/**
 * Rows in a form that belongs to neither database, to copy them out of either and into either. A row is a JSON object: a member
 * for each column that is not NULL, instants as RFC 3339 with milliseconds, JSON as its canonical text.
 */
@NullMarked
package dev.steward.jdbc.copy;

import org.jspecify.annotations.NullMarked;
