/** The schema's history and the means to follow it. */
@NullMarked
package dev.steward.migrations;

import org.jspecify.annotations.NullMarked;
