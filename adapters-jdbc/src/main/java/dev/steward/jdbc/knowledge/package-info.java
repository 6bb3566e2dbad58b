/** The memory in tables. */
@NullMarked
package dev.steward.jdbc.knowledge;

import org.jspecify.annotations.NullMarked;
