package dev.steward.application.imports;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import java.nio.file.Path;

/** The database files of Dossier (document 001), after any of its migrations 001 to 012. */
public interface DossierFiles {

    /**
     * Every row of the file, with what was committed to a write-ahead log beside it, as of one moment.
     *
     * <p>Neither the file nor its folder is changed: the file is copied, with {@code FILE-wal} and {@code FILE-journal}
     * when they exist, into a temporary folder that only this user can enter, the copy is read, and the folder is deleted.
     * Dossier may be running; when it writes during each of three copies, the file is refused.
     * A second call on an unchanged file gives an equal result. The vector file beside it is not read.
     *
     * @throws RefusedException with {@link ErrorCode#INVALID} and one sentence that names the file, the cause and the next
     *     step, when the file is missing, a folder, not readable, larger than the implementation's bound (everything read
     *     is held in memory), not an SQLite database, damaged, not Dossier's, of a migration that is not known here, or being
     *     written to
     */
    DossierFile read(Path file);
}
