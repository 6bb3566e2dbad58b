package dev.steward.http.app.backup;

import dev.steward.domain.Json;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A backup that was finished.
 *
 * @param verifiedAt when it was last restored on trial and found whole; null: never, or the last trial failed
 */
public record Backup(Path folder, Manifest manifest, @Nullable Instant verifiedAt) {

    public String name() {
        return folder.getFileName().toString();
    }

    public Json.Obj toJson() {
        return Json.obj("name", Json.of(name())).with("kind", Json.of(manifest.kind().word())).with("created_at", Json.of(manifest.createdAt().toString()))
                .with("verified_at", verifiedAt == null ? Json.NULL : Json.of(verifiedAt.toString())).with("engine", Json.of(manifest.engine()))
                .with("steward", Json.of(manifest.steward())).with("rows", Json.of(manifest.rows())).with("size", Json.of(manifest.size()))
                .with("encrypted", Json.of(manifest.isEncrypted()))
                .with("folder", Json.of(folder.toString()));
    }
}
