package dev.steward.jdbc.workspace;

import dev.steward.jdbc.Rows;

/** The table {@code api_token}. */
public interface ApiTokenRows extends Rows<ApiTokenRow> {
}
