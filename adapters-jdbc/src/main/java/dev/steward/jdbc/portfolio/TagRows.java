package dev.steward.jdbc.portfolio;

import dev.steward.jdbc.Rows;

/** The table {@code tag}. */
public interface TagRows extends Rows<TagRow> {
}
