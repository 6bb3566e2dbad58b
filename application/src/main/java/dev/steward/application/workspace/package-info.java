/** Use cases and ports of tenants, tokens, settings, events and kept answers. */
@NullMarked
package dev.steward.application.workspace;

import org.jspecify.annotations.NullMarked;
