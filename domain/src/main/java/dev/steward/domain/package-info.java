/** The kernel every context shares: identities, rules for values, refusals, JSON values. */
@NullMarked
package dev.steward.domain;

import org.jspecify.annotations.NullMarked;
