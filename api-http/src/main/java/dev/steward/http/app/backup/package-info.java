/** Backups that restore: made, listed, verified, kept for a while, and brought back. */
@NullMarked
package dev.steward.http.app.backup;

import org.jspecify.annotations.NullMarked;
