package dev.steward.sqlite.imports;

import java.nio.file.Path;

/**
 * A program whose databases are read, as sentences name it.
 *
 * @param usualFile where it keeps its database unless told otherwise
 */
record SourceProgram(String name, String usualFile) {

    String fileName() {
        return String.valueOf(Path.of(usualFile).getFileName());
    }
}
