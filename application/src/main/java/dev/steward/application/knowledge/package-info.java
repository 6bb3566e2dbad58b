/** The memory: what is written into it, by whom, and how it is found again; and the brief that an agent starts from. */
@NullMarked
package dev.steward.application.knowledge;

import org.jspecify.annotations.NullMarked;
