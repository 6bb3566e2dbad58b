/** Runs of agents: what is handed out, under which lease, and what comes of it. */
@NullMarked
package dev.steward.domain.orchestration;

import org.jspecify.annotations.NullMarked;
