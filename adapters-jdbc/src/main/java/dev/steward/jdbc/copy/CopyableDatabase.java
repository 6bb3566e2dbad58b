package dev.steward.jdbc.copy;

import java.util.List;
import java.util.Optional;

/** A database as something that rows are copied out of and into. */
public interface CopyableDatabase {

    /** Opens it for reading alone: one snapshot, and nothing that could change it. */
    JdbcSource snapshot();

    /** Opens it for filling. Its schema is there already. */
    JdbcSink sink();

    /** What its own checks find wrong with it; empty when it is sound. */
    List<String> problems();

    /** Where the rows come from, when a copy into it was begun and never finished: then it is not whole. */
    Optional<String> unfinishedCopy();

    /** Says that this process works with the database, until closed. @throws CopyException while someone replaces it */
    Use use();

    /** Keeps everyone else away until closed. @throws CopyException when a server or a command works with it */
    Use useAlone();

    /** Ends with {@link #close}, or with the process. */
    interface Use extends AutoCloseable {
        @Override
        void close();
    }
}
