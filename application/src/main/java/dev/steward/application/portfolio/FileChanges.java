package dev.steward.application.portfolio;

import dev.steward.application.Field;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.Values;
import dev.steward.domain.portfolio.FileChange;
import java.util.List;

/** How changed files look outside. */
public final class FileChanges {

    private static final Field<String> PATH = Field.text("path", FileChange.PATH).mandatory().example("chapters/03.md");
    private static final Field<Integer> ADDED = Field.integer("added", FileChange.LINES).orElse(0).doc("Lines.").example(120);
    private static final Field<Integer> REMOVED = Field.integer("removed", FileChange.LINES).orElse(0).doc("Lines.").example(8);
    private static final Shape<FileChange> SHAPE = Shape.<FileChange>of("file_change")
            .input(PATH, FileChange::path)
            .input(ADDED, FileChange::added)
            .input(REMOVED, FileChange::removed)
            .build();

    private FileChanges() {
    }

    /** The member {@code files_changed}, of at most {@code max} files. */
    public static Field<List<FileChange>> field(int max) {
        return Field.of("files_changed", Type.list(Type.record(SHAPE, FileChanges::read), max));
    }

    private static FileChange read(Values values) {
        return new FileChange(values.get(PATH), values.get(ADDED), values.get(REMOVED));
    }
}
