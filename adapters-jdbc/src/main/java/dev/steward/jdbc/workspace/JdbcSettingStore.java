package dev.steward.jdbc.workspace;

import dev.steward.application.workspace.SettingStore;
import dev.steward.domain.workspace.Setting;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import jakarta.inject.Singleton;
import java.util.Optional;

@Singleton
final class JdbcSettingStore extends JdbcStore<Setting, SettingRow> implements SettingStore {

    JdbcSettingStore(Jdbc jdbc, SettingRows rows) {
        super(jdbc, rows, SettingRow.class, SettingRow::from, SettingRow::toSetting);
    }

    @Override
    public Optional<Setting> findByKey(String key) {
        return first("key = ?", key);
    }
}
