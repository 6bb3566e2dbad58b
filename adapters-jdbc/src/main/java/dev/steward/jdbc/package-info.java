/** What both databases share: the session of a unit of work, stores over row repositories, queries, the event log. */
@NullMarked
package dev.steward.jdbc;

import org.jspecify.annotations.NullMarked;
