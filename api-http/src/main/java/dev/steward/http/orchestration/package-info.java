/** Routes of the orchestration context. */
@NullMarked
package dev.steward.http.orchestration;

import org.jspecify.annotations.NullMarked;
