/** Runs, assignments and what agents report, in the tables that both databases share. */
@NullMarked
package dev.steward.jdbc.orchestration;

import org.jspecify.annotations.NullMarked;
