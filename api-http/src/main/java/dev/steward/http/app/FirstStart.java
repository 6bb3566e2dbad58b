package dev.steward.http.app;

import dev.steward.application.Caller;
import dev.steward.application.Units;
import dev.steward.application.workspace.Tokens;
import dev.steward.application.workspace.Workspaces;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.ApiToken;
import dev.steward.domain.workspace.Scope;
import dev.steward.domain.workspace.Workspace;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Makes an empty installation usable: a workspace and a key to it. */
@Singleton
public final class FirstStart {

    public static final String TOKEN_FILE = "admin.token";
    public static final String WORKSPACE = "default";

    private final Installation installation;
    private final Workspaces workspaces;
    private final Tokens tokens;
    private final Units units;

    FirstStart(Installation installation, Workspaces workspaces, Tokens tokens, Units units) {
        this.installation = installation;
        this.workspaces = workspaces;
        this.tokens = tokens;
        this.units = units;
    }

    /** The new admin token, which is also kept in the data folder with mode 0600; empty when there was a workspace already. */
    public Optional<String> prepare() {
        if (!workspaces.list().isEmpty()) {
            return Optional.empty();
        }
        Workspace workspace;
        try {
            workspace = workspaces.create(WORKSPACE, System.getProperty("user.name", ""));
        } catch (RefusedException e) {
            if (e.code() == ErrorCode.DUPLICATE) {
                return Optional.empty(); // another server was first
            }
            throw e;
        }
        ApiToken.Details details = new ApiToken.Details("admin", Set.of(Scope.ADMIN), null);
        String token = units.write(Caller.system(workspace.id(), Actor.SYSTEM), unit -> tokens.create(unit, details)).join().text().reveal();
        keep(token);
        return Optional.of(token);
    }

    private void keep(String token) {
        Path file = installation.dataDir().resolve(TOKEN_FILE);
        try {
            Files.deleteIfExists(file);
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(file, token + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The admin token could not be kept in " + file + ": " + e.getMessage(), e);
        }
    }
}
