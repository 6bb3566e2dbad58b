/** Use cases and ports of runs, assignments and what agents report. */
@NullMarked
package dev.steward.application.orchestration;

import org.jspecify.annotations.NullMarked;
