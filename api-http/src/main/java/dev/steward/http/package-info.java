/** What every route shares: authentication, bodies, answers, lists, preconditions, safe retries, problems. */
@NullMarked
package dev.steward.http;

import org.jspecify.annotations.NullMarked;
