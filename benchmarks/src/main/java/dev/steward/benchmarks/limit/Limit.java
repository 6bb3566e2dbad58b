package dev.steward.benchmarks.limit;

import java.util.concurrent.CompletionStage;

/** The physical work, by hand. */
interface Limit {

    byte[] get(String id);

    byte[] list(String weekKey);

    /** In the way that gives the most: on SQLite with others in one commit. */
    CompletionStage<byte[]> create(byte[] body);

    /** The next assignment that waits, with all that its agent needs. */
    CompletionStage<byte[]> claim(byte[] body);

    /** A story map. */
    byte[] map(String project);

    /** A workflow, an activity, the rest of the titles as cards, and the log of it, in one transaction. */
    CompletionStage<byte[]> batch(String project, byte[] body);
}
