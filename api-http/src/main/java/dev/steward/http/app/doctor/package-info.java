/** Looks an installation over and says what is wrong with it. It reads and never writes. */
@NullMarked
package dev.steward.http.app.doctor;

import org.jspecify.annotations.NullMarked;
