/** Routes of the planning context. */
@NullMarked
package dev.steward.http.planning;

import org.jspecify.annotations.NullMarked;
