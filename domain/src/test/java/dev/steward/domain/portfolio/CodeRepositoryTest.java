package dev.steward.domain.portfolio;

import static dev.steward.domain.portfolio.Samples.NOON;
import static dev.steward.domain.portfolio.Samples.id;
import static dev.steward.domain.portfolio.Samples.meta;
import static dev.steward.domain.portfolio.Samples.violationsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeRepositoryTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "git@github.com:A/b.git", "github.com:A/b", "https://github.com/A/b/", "https://GitHub.com/A/b.git/", "ssh://git@github.com:22/A/b",
        "ssh://git@github.com/A/b.git", "HTTPS://github.com:443/A/b", "http://github.com:80/A//b", "git://github.com:9418/A/b",
        "https://me@github.com/A/b", " git@github.com:A/b.git ", "git@github.com:/A/b"})
    void theSameRemoteWrittenInManyWaysIsOne(String remote) {
        assertThat(new RemoteUrl(remote).normalized()).isEqualTo("github.com/A/b");
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/a/b, github.com/a/b", "https://git.local:3000/a/b, git.local:3000/a/b", "https://git.local:22/a/b, git.local:22/a/b",
        "ssh://git@[::1]:22/srv/b.git, [::1]/srv/b", "git@[::1]:srv/b, [::1]/srv/b",
        "/srv/Git/b.git/, /srv/Git/b", "file:///srv/Git/b.git, /srv/Git/b", "./a:b, ./a:b", "C:\\code\\b, C:\\code\\b", "C:/code/b, C:/code/b"})
    void whatMayBeAnotherPlaceStaysApart(String remote, String normalized) {
        assertThat(new RemoteUrl(remote).normalized()).isEqualTo(normalized);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "https://me:hunter2@github.com/A/b", "ssh://git:hunter2@github.com/A/b", "me:hunter2@github.com:A/b", "https://:hunter2@github.com/A/b",
        "https://me:hun/ter2@github.com/A/b", "https://ghp_hunter2@github.com/A/b", "https://glpat-hunter2@gitlab.com/A/b"})
    void aRemoteWithASecretIsRefusedWithoutRepeatingIt(String remote) {
        assertThat(violationsOf(() -> details(remote, ""))).containsExactly("/remote_url contains_secret");
        assertThatThrownBy(() -> details(remote, "")).hasMessageNotContaining("ter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "https://github.com/A/b", "git@github.com:A/b.git", "https://me@github.com/A/b", "ssh://git@git.local:2222/a@b", "https://git.local:3000/a@b",
        "git.local:a/b", "/srv/git/b"})
    void aRemoteWithoutASecretIsTaken(String remote) {
        assertThat(details(remote, "").remoteUrl()).isEqualTo(remote);
    }

    @Test
    void aRepositoryHasARemoteOrAPath() {
        assertThat(violationsOf(() -> details("", " "))).containsExactly("/remote_url required");
        assertThat(CodeRepository.create(meta(), details("", "/home/me/b"), id(2)).normalizedRemote()).isNull();
    }

    @Test
    void theNormalizedRemoteFollowsTheRemote() {
        CodeRepository repository = CodeRepository.create(meta(), details("git@github.com:A/b.git", ""), id(2));
        assertThat(repository.normalizedRemote()).isEqualTo("github.com/A/b");
        assertThat(repository.revise(NOON, details("git@github.com:A/c.git", "")).normalizedRemote()).isEqualTo("github.com/A/c");
    }

    private static CodeRepository.Details details(String remoteUrl, String localPath) {
        return new CodeRepository.Details(remoteUrl, CodeRepository.DEFAULT_BRANCH_NAME, localPath, true);
    }
}
