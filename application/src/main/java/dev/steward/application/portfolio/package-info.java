/** Use cases and ports of projects, weeks and reviews. */
@NullMarked
package dev.steward.application.portfolio;

import org.jspecify.annotations.NullMarked;
