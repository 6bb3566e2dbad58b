package dev.steward.http.acceptance;

import java.util.Map;

/** The databases that every suite runs on. */
enum Engine {
    SQLITE, POSTGRES;

    /** Resource locks, for classes that use {@link #server()}: some of its tests look at its whole database. */
    static final String SQLITE_SERVER = "the shared server on SQLite";
    static final String POSTGRES_SERVER = "the shared server on PostgreSQL";

    private Server shared;

    /** One server for the whole process, as a user would start it; each test takes a workspace of its own. */
    synchronized Server server() {
        if (shared == null) {
            shared = fresh(Map.of());
        }
        return shared;
    }

    /** A server on an empty database; the caller closes it. */
    Server fresh(Map<String, Object> properties) {
        return Server.start(Databases.fresh(this), properties);
    }
}
