package dev.steward.postgres;

import dev.steward.application.TestDatabase;
import dev.steward.application.workspace.SettingStoreContract;
import org.junit.jupiter.api.Nested;

/** Every port contract, on a real PostgreSQL. */
final class PostgresContractTest {

    private interface OnServer {
        default TestDatabase database() {
            return PostgresTestDatabase.shared();
        }
    }

    @Nested
    class Settings implements OnServer, SettingStoreContract {
        @Override
        public TestDatabase database() {
            return OnServer.super.database();
        }
    }
}
