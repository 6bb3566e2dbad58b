package dev.steward.application.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.StoreContract;
import dev.steward.application.StoreException;
import dev.steward.application.TestDatabase;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Setting;
import dev.steward.domain.workspace.Workspace;
import java.util.Optional;
import org.junit.jupiter.api.Test;

public interface SettingStoreContract extends StoreContract<Setting> {

    @Override
    default Class<SettingStore> port() {
        return SettingStore.class;
    }

    @Override
    default Setting sample(Id<Workspace> workspace) {
        return aSetting("key-" + TestDatabase.newId());
    }

    @Override
    default Setting changed(Setting setting) {
        return new Setting(setting.meta().next(TestDatabase.now()), setting.key(), Json.obj("größer", Json.of("然后")));
    }

    @Test
    default void aSettingIsFoundByItsKey() {
        Id<Workspace> workspace = database().newWorkspace();
        Setting setting = aSetting("theme");
        database().write(workspace, stores -> stores.of(SettingStore.class).insert(setting));

        assertThat(byKey(workspace, "theme")).contains(setting);
        assertThat(byKey(workspace, "THEME")).isEmpty();
    }

    @Test
    default void aTakenKeyIsNamedAndDoomsTheTransactionEvenWhenCaught() {
        Id<Workspace> workspace = database().newWorkspace();
        database().write(workspace, stores -> stores.of(SettingStore.class).insert(aSetting("theme")));

        assertThatThrownBy(() -> database().write(workspace, stores -> {
            stores.of(SettingStore.class).insert(aSetting("before"));
            try {
                stores.of(SettingStore.class).insert(aSetting("theme"));
            } catch (StoreException.AlreadyExists expected) {
                // a use case that swallowed the refusal
            }
        })).isInstanceOfSatisfying(StoreException.AlreadyExists.class,
                e -> assertThat(e.constraint()).isEqualTo("setting_key_unique"));
        assertThat(byKey(workspace, "before")).isEmpty();
    }

    private Optional<Setting> byKey(Id<Workspace> workspace, String key) {
        return database().read(workspace, stores -> stores.of(SettingStore.class).findByKey(key));
    }

    private static Setting aSetting(String key) {
        return new Setting(Meta.first(new Id<>(TestDatabase.newId()), TestDatabase.now()), key, Json.of(90));
    }
}
