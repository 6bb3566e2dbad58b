/** Use cases and ports of the story map: actions, knowledge, artifacts, approval. */
@NullMarked
package dev.steward.application.planning;

import org.jspecify.annotations.NullMarked;
