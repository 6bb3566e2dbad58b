/** Routes of projects, weeks and reviews. */
@NullMarked
package dev.steward.http.portfolio;

import org.jspecify.annotations.NullMarked;
