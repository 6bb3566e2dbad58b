/** Routes of settings and events, and what a server says of itself. */
@NullMarked
package dev.steward.http.workspace;

import org.jspecify.annotations.NullMarked;
