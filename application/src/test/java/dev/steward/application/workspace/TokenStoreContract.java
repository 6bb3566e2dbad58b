package dev.steward.application.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.StoreContract;
import dev.steward.application.StoreException;
import dev.steward.application.TestDatabase;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.ApiToken;
import dev.steward.domain.workspace.Scope;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

public interface TokenStoreContract extends StoreContract<ApiToken> {

    @Override
    default Class<TokenStore> port() {
        return TokenStore.class;
    }

    @Override
    default ApiToken sample(Id<Workspace> workspace) {
        return aToken("hash-" + TestDatabase.newId());
    }

    @Override
    default ApiToken changed(ApiToken token) {
        return new ApiToken(token.meta().next(TestDatabase.now()), new ApiToken.Details("größer", EnumSet.allOf(Scope.class), TestDatabase.now()),
                token.secretHash(), TestDatabase.now(), TestDatabase.now());
    }

    @Test
    default void aTokenIsFoundByItsHashInItsWorkspaceOnly() {
        Id<Workspace> workspace = database().newWorkspace();
        ApiToken token = inserted(workspace, "hash");

        assertThat(byHash(workspace, "hash")).contains(token);
        assertThat(byHash(workspace, "HASH")).isEmpty();
        assertThat(byHash(database().newWorkspace(), "hash")).isEmpty();
    }

    @Test
    default void aHashIsUniqueInItsWorkspace() {
        Id<Workspace> workspace = database().newWorkspace();
        inserted(workspace, "hash");

        assertThatThrownBy(() -> inserted(workspace, "hash")).isInstanceOfSatisfying(StoreException.AlreadyExists.class,
                e -> assertThat(e.constraint()).isEqualTo("api_token_secret_hash_unique"));
        inserted(database().newWorkspace(), "hash");
    }

    @Test
    default void aUseIsRememberedWithoutANewVersion() {
        Id<Workspace> workspace = database().newWorkspace();
        ApiToken token = inserted(workspace, "hash");
        Instant usedAt = TestDatabase.now().plusSeconds(60);

        database().write(workspace, stores -> stores.of(TokenStore.class).touch(token, usedAt));

        assertThat(byHash(workspace, "hash")).contains(new ApiToken(token.meta(), token.details(), token.secretHash(), usedAt, null));
    }

    @Test
    default void theUseOfAnUnknownTokenIsIgnored() {
        Id<Workspace> workspace = database().newWorkspace();
        ApiToken elsewhere = inserted(database().newWorkspace(), "hash");

        database().write(workspace, stores -> stores.of(TokenStore.class).touch(elsewhere, TestDatabase.now()));

        assertThat(byHash(workspace, "hash")).isEmpty();
    }

    private ApiToken inserted(Id<Workspace> workspace, String hash) {
        ApiToken token = aToken(hash);
        database().write(workspace, stores -> stores.of(TokenStore.class).insert(token));
        return token;
    }

    private Optional<ApiToken> byHash(Id<Workspace> workspace, String hash) {
        return database().read(workspace, stores -> stores.of(TokenStore.class).findByHash(hash));
    }

    private static ApiToken aToken(String hash) {
        return new ApiToken(Meta.first(new Id<>(TestDatabase.newId()), TestDatabase.now()),
                new ApiToken.Details("laptop", Set.of(Scope.READ, Scope.AGENT), null), hash, null, null);
    }
}
