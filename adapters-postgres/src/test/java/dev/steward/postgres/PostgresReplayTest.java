package dev.steward.postgres;

import dev.steward.application.TestDatabase;
import dev.steward.application.planning.ReplayProperty;

final class PostgresReplayTest implements ReplayProperty {

    @Override
    public TestDatabase database() {
        return PostgresTestDatabase.shared();
    }
}
