package dev.steward.jdbc.workspace;

import dev.steward.jdbc.Rows;

/** The table {@code setting}. */
public interface SettingRows extends Rows<SettingRow> {
}
