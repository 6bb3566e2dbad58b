/** Measures Steward from outside, beside servers that do the same physical work by hand or in another way. */
@NullMarked
package dev.steward.benchmarks;

import org.jspecify.annotations.NullMarked;
