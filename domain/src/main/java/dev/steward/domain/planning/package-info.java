/** The story map of a project: what is to be built, what is known of it, and what was approved (document 001). */
@NullMarked
package dev.steward.domain.planning;

import org.jspecify.annotations.NullMarked;
