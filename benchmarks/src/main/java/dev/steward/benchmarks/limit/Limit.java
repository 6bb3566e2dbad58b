package dev.steward.benchmarks.limit;

import java.util.concurrent.CompletionStage;

/** The physical work, by hand. */
interface Limit {

    byte[] get(String id);

    byte[] list(String weekKey);

    /** In the way that gives the most: on SQLite with others in one commit. */
    CompletionStage<byte[]> create(byte[] body);

    /** In a transaction of its own. */
    byte[] createAlone(byte[] body);
}
