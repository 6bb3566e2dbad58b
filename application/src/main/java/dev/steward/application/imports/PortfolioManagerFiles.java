package dev.steward.application.imports;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import java.nio.file.Path;

/** The database files of portfolio manager (document 000), schema versions v1 to v4. */
public interface PortfolioManagerFiles {

    /**
     * Every row of the file, with what was committed to a write-ahead log beside it, as of one moment.
     *
     * <p>Neither the file nor its folder is changed: the file is copied, with {@code FILE-wal} and {@code FILE-journal}
     * when they exist, into a temporary folder that only this user can enter, the copy is read, and the folder is deleted.
     * Portfolio manager may be running; when it writes during each of three copies, the file is refused.
     * A second call on an unchanged file gives an equal result.
     *
     * @throws RefusedException with {@link ErrorCode#INVALID} and one sentence that names the file, the cause and the next
     *     step, when the file is missing, a folder, not readable, larger than the implementation's bound (everything read
     *     is held in memory), not an SQLite database, damaged, not portfolio manager's, of a version that is not known
     *     here, or being written to
     */
    PortfolioManagerFile read(Path file);
}
