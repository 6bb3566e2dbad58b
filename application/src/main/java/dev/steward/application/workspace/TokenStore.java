package dev.steward.application.workspace;

import dev.steward.application.Store;
import dev.steward.domain.workspace.ApiToken;
import java.time.Instant;
import java.util.Optional;

/** The tokens of a workspace. */
public interface TokenStore extends Store<ApiToken> {

    Optional<ApiToken> findByHash(String secretHash);

    /** Remembers the use without raising the version; an unknown token is ignored. */
    void touch(ApiToken token, Instant usedAt);
}
