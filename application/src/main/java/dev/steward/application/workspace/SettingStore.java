package dev.steward.application.workspace;

import dev.steward.application.Store;
import dev.steward.domain.workspace.Setting;
import java.util.Optional;

/** The settings of a workspace, unique by key. */
public interface SettingStore extends Store<Setting> {

    Optional<Setting> findByKey(String key);
}
