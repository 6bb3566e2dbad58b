/** The Model Context Protocol at {@code /mcp}: tools, resources and prompts over the routes there are. */
@NullMarked
package dev.steward.http.mcp;

import org.jspecify.annotations.NullMarked;
