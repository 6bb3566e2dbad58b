/** Taking over the data of other programs: above all contexts, because a source fills several. */
@NullMarked
package dev.steward.application.imports;

import org.jspecify.annotations.NullMarked;
