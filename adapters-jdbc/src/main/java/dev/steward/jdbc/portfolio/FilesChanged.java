package dev.steward.jdbc.portfolio;

import dev.steward.domain.Json;
import dev.steward.domain.portfolio.FileChange;
import dev.steward.jdbc.JsonText;
import java.util.List;

/** Changed files, as rows hold them. */
public final class FilesChanged {

    private FilesChanged() {
    }

    public static String write(List<FileChange> files) {
        return JsonText.write(Json.of(files.stream().map(file -> Json.obj("path", Json.of(file.path()))
                .with("added", Json.of(file.added()))
                .with("removed", Json.of(file.removed()))).toList()));
    }

    public static List<FileChange> read(String json) {
        return JsonText.storedObjects(json).stream()
                .map(file -> new FileChange(JsonText.text(file, "path"), JsonText.integer(file, "added"), JsonText.integer(file, "removed")))
                .toList();
    }
}
