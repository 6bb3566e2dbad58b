package dev.steward.jdbc.workspace;

import dev.steward.domain.workspace.Setting;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;

/** A row of {@code setting}. */
@MappedEntity("setting")
public record SettingRow(@EmbeddedId RowKey rowKey, @Version long version, Instant createdAt, Instant updatedAt, String key, String value) {

    static SettingRow from(Setting setting, RowKey key) {
        return new SettingRow(key, setting.version(), setting.meta().createdAt(), setting.meta().updatedAt(), setting.key(), JsonText.write(setting.value()));
    }

    Setting toSetting() {
        return new Setting(rowKey.meta(version, createdAt, updatedAt), key, JsonText.stored(value));
    }
}
