package dev.steward.sqlite;

import dev.steward.application.TestDatabase;
import dev.steward.application.planning.ReplayProperty;

final class SqliteReplayTest implements ReplayProperty {

    @Override
    public TestDatabase database() {
        return SqliteTestDatabase.shared();
    }
}
