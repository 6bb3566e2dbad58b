package dev.steward.sqlite;

import dev.steward.application.TestDatabase;
import dev.steward.application.workspace.SettingStoreContract;
import org.junit.jupiter.api.Nested;

/** Every port contract, on a real SQLite file. */
final class SqliteContractTest {

    private interface OnFile {
        default TestDatabase database() {
            return SqliteTestDatabase.shared();
        }
    }

    @Nested
    class Settings implements OnFile, SettingStoreContract {
        @Override
        public TestDatabase database() {
            return OnFile.super.database();
        }
    }
}
