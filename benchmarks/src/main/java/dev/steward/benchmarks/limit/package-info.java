/** What the hardware and the HTTP stack allow: prepared JDBC by hand, without authentication, validation and events. */
@NullMarked
package dev.steward.benchmarks.limit;

import org.jspecify.annotations.NullMarked;
