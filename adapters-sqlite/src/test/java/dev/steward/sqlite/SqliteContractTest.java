package dev.steward.sqlite;

import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.OrganizationStoreContract;
import dev.steward.application.workspace.SettingStoreContract;
import org.junit.jupiter.api.Nested;

/** Every port contract, on a real SQLite file. */
final class SqliteContractTest {

    private abstract static class OnFile {
        public TestDatabase database() {
            return SqliteTestDatabase.shared();
        }
    }

    @Nested
    class Organizations extends OnFile implements OrganizationStoreContract {
    }

    @Nested
    class Settings extends OnFile implements SettingStoreContract {
    }
}
