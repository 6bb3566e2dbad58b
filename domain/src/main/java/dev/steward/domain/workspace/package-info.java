/** Tenants and what every tenant has: tokens, settings, the event log, answers kept for safe retries. */
@NullMarked
package dev.steward.domain.workspace;

import org.jspecify.annotations.NullMarked;
