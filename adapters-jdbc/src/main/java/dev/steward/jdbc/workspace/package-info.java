/** Rows and stores of the workspace context. */
@NullMarked
package dev.steward.jdbc.workspace;

import org.jspecify.annotations.NullMarked;
