/** What every use case stands on: the {@code DbAdapter} port, units of work, schemas of the public shape, uniform resources. */
@NullMarked
package dev.steward.application;

import org.jspecify.annotations.NullMarked;
