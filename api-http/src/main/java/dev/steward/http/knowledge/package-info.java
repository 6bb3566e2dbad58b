/** Routes of the memory and of briefs, and the ports that read text and ask embedders. */
@NullMarked
package dev.steward.http.knowledge;

import org.jspecify.annotations.NullMarked;
