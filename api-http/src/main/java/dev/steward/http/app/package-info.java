/** Wiring and configuration: where the system clock, randomness and the environment come in. */
@NullMarked
package dev.steward.http.app;

import org.jspecify.annotations.NullMarked;
