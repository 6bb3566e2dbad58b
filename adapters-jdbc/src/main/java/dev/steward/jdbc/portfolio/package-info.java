/** Rows and stores of the portfolio context. */
@NullMarked
package dev.steward.jdbc.portfolio;

import org.jspecify.annotations.NullMarked;
