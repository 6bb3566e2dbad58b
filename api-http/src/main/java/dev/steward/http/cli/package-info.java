/** The command line. Results on stdout, messages on stderr; exit 0 done, 1 refused or failed, 2 wrong usage. */
@NullMarked
package dev.steward.http.cli;

import org.jspecify.annotations.NullMarked;
