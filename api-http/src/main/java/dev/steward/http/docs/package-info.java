/** The API's description of itself, and its pages. */
@NullMarked
package dev.steward.http.docs;

import org.jspecify.annotations.NullMarked;
