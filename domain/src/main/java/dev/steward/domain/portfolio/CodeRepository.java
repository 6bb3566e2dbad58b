package dev.steward.domain.portfolio;

import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Git repository of a project: {@code project_repository} on the wire and in the database.
 *
 * @param normalizedRemote unique in the workspace, see {@link RemoteUrl#normalized()}; null without a remote
 */
public record CodeRepository(
        Meta<CodeRepository> meta,
        Details details,
        Id<Project> projectId,
        @Nullable String normalizedRemote) implements Entity<CodeRepository> {

    public static final String DEFAULT_BRANCH_NAME = "main";

    /** Short enough for an index of PostgreSQL, whose entries hold 2,700 bytes. */
    public static final TextRule REMOTE_URL = TextRule.optional(500);
    public static final TextRule DEFAULT_BRANCH = TextRule.required(200);
    public static final TextRule LOCAL_PATH = TextRule.optional(500);

    /**
     * What callers write; at least one of remote and path.
     *
     * @param remoteUrl empty for none; never holds a password or token
     * @param localPath empty for none, else unique in the workspace
     */
    public record Details(String remoteUrl, String defaultBranch, String localPath, boolean isPrimary) {

        public Details {
            Violations.check()
                    .text("remote_url", remoteUrl, REMOTE_URL)
                    .rule(!new RemoteUrl(remoteUrl).holdsSecret(), "remote_url", "contains_secret",
                            "The URL holds a password or token, which is not stored; send it without, and let git's credential helper supply it.")
                    .text("default_branch", defaultBranch, DEFAULT_BRANCH)
                    .text("local_path", localPath, LOCAL_PATH)
                    .rule(!remoteUrl.isBlank() || !localPath.isBlank(), "remote_url", "required",
                            "A repository has a remote_url, a local_path, or both; give at least one.")
                    .done();
        }
    }

    public static CodeRepository create(Meta<CodeRepository> meta, Details details, Id<Project> projectId) {
        return new CodeRepository(meta, details, projectId, normalizedRemote(details));
    }

    public CodeRepository revise(Instant now, Details details) {
        return new CodeRepository(meta.next(now), details, projectId, normalizedRemote(details));
    }

    private static @Nullable String normalizedRemote(Details details) {
        return details.remoteUrl().isBlank() ? null : new RemoteUrl(details.remoteUrl()).normalized();
    }
}
