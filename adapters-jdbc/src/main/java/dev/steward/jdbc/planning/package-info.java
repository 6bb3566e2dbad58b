/** Rows and stores of the planning context. */
@NullMarked
package dev.steward.jdbc.planning;

import org.jspecify.annotations.NullMarked;
