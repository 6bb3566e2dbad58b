/** What can be seen of a database from outside, without changing anything in it. */
@NullMarked
package dev.steward.jdbc.inspect;

import org.jspecify.annotations.NullMarked;
