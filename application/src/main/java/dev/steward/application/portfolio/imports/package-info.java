/** Taking over the data of other programs into the portfolio context. */
@NullMarked
package dev.steward.application.portfolio.imports;

import org.jspecify.annotations.NullMarked;
