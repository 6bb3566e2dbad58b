/** What a workspace remembers, and how well something remembered answers a question. */
@NullMarked
package dev.steward.domain.knowledge;

import org.jspecify.annotations.NullMarked;
