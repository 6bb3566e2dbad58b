/** Projects and their weeks: what is planned, what got done, how a week is scored and reviewed (document 000, and what 001–004 share with it). */
@NullMarked
package dev.steward.domain.portfolio;

import org.jspecify.annotations.NullMarked;
