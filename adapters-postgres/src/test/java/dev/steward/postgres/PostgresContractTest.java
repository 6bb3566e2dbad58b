package dev.steward.postgres;

import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.OrganizationStoreContract;
import dev.steward.application.workspace.SettingStoreContract;
import org.junit.jupiter.api.Nested;

/** Every port contract, on a real PostgreSQL. */
final class PostgresContractTest {

    private abstract static class OnServer {
        public TestDatabase database() {
            return PostgresTestDatabase.shared();
        }
    }

    @Nested
    class Organizations extends OnServer implements OrganizationStoreContract {
    }

    @Nested
    class Settings extends OnServer implements SettingStoreContract {
    }
}
