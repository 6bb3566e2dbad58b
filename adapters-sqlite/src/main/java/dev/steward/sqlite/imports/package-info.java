/** Reading the SQLite files of the programs that Steward takes data over from. */
@NullMarked
package dev.steward.sqlite.imports;

import org.jspecify.annotations.NullMarked;
