package dev.steward.application.orchestration;

import static dev.steward.application.Bench.body;
import static dev.steward.application.Bench.refusal;
import static dev.steward.application.Bench.violations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.Bench;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.orchestration.CheckType;
import dev.steward.domain.orchestration.FailureMode;
import dev.steward.domain.orchestration.PathViolation;
import dev.steward.domain.orchestration.Policy;
import dev.steward.domain.portfolio.Project;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyProfilesTest {

    private final Bench bench = new Bench();
    private final Project novel = bench.project("Novel");

    private PolicyProfiles.Effective put(Object... body) {
        return bench.write(unit -> bench.policies.put(unit, bench.projects.get(unit, novel.id()), PolicyProfiles.POLICY.read(body(body))));
    }

    private PolicyProfiles.Effective policy() {
        return bench.read(unit -> bench.policies.of(unit, novel));
    }

    private List<String> check(Object... body) {
        PolicyProfiles.Verdict verdict = bench.read(unit -> bench.policies.check(unit, novel, PolicyProfiles.QUESTION.read(body(body))));
        return verdict.violations().stream().map(one -> one.path() + " " + one.rule().word() + " " + one.glob()).toList();
    }

    @Test
    void theDefaultHoldsWhileNobodyWroteOne() {
        assertThat(policy().policy()).isEqualTo(Policy.DEFAULT);
        assertThat(policy().version()).isZero();
        assertThat(PolicyProfiles.VIEW.render(policy()).members()).containsEntry("is_default", Json.of(true)).containsEntry("lease_seconds", Json.of(300))
                .containsEntry("required_checks", Json.of(List.of(Json.of("lint"))));
    }

    @Test
    void whatIsWrittenHoldsAsAWholeAndIsToldInEvents() {
        put("required_checks", List.of("unit", "lint", "unit"), "max_attempts", 5);
        assertThat(policy().policy().requiredChecks()).containsExactly(CheckType.LINT, CheckType.UNIT);
        assertThat(policy().version()).isEqualTo(1);
        assertThat(bench.lastEvent().type()).isEqualTo("policy_profile.created");

        put("failure_mode", "fail_fast");
        assertThat(policy().policy().failureMode()).isEqualTo(FailureMode.FAIL_FAST);
        assertThat(policy().policy().maxAttempts()).isEqualTo(3);
        assertThat(policy().version()).isEqualTo(2);
        assertThat(bench.lastEvent().type()).isEqualTo("policy_profile.updated");
        assertThat(bench.lastEvent().projectId()).isEqualTo(novel.id().value());

        int events = bench.log().size();
        assertThat(put("failure_mode", "fail_fast").version()).isEqualTo(2);
        assertThat(bench.log()).hasSize(events);
    }

    @Test
    void everythingWrongWithAPolicyIsToldAtOnce() {
        assertThat(violations(() -> put("required_checks", List.of("spelling"), "forbidden_paths", List.of("src/**", "../secrets", "/etc"), "lease_seconds", 0,
                "failure_mode", "maybe", "leases", 1))).containsExactly("/failure_mode unknown_word", "/forbidden_paths/1 invalid_glob", "/forbidden_paths/2 invalid_glob",
                "/lease_seconds out_of_range", "/leases unknown_field", "/required_checks/0 unknown_word");
        assertThat(violations(() -> put("required_checks", List.of()))).containsExactly("/required_checks required");
    }

    @Test
    void anAgentDoesNotWriteItsOwnRules() {
        assertThat(refusal(() -> bench.writeAsAgent(unit -> bench.policies.put(unit, novel, PolicyProfiles.POLICY.read(Json.EMPTY))))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(policy().version()).isZero();
    }

    @Test
    void anArchivedProjectKeepsItsPolicy() {
        bench.archive(novel);
        assertThat(refusal(() -> put("max_attempts", 1))).isEqualTo(ErrorCode.ARCHIVED);
    }

    @Test
    void aRunsSnapshotIsReadBackAndWhatItDoesNotKnowIsAsByDefault() {
        put("required_checks", List.of("unit"), "protected_paths", List.of("db/**"), "approval_policy", body("who", "Ada"), "lease_seconds", 7);
        Json.Obj snapshot = PolicyProfiles.snapshot(policy());
        assertThat(PolicyProfiles.policy(snapshot)).isEqualTo(policy().policy());
        assertThat(snapshot.get("policy_version")).isEqualTo(Json.of(1));
        assertThat(PolicyProfiles.policy(body("max_attempts", 9)).maxAttempts()).isEqualTo(9);
        assertThat(PolicyProfiles.policy(body("max_attempts", 9)).requiredChecks()).isEqualTo(Policy.DEFAULT.requiredChecks());
    }

    @Test
    void aDryRunSaysWhichChangesWouldFailAndWhy() {
        put("forbidden_paths", List.of("**/*.pem", ".github"), "protected_paths", List.of("db/**"));

        assertThat(check("paths", List.of("src/**", "docs/a.md"))).containsExactly("src/.pem forbidden_paths **/*.pem/**");
        assertThat(check("paths", List.of("docs/a.md"))).isEmpty();
        assertThat(check("paths", List.of(".github/workflows/ci.yml", "db/1.sql"))).containsExactly(
                ".github/workflows/ci.yml forbidden_paths .github/**", "db/1.sql protected_paths db/**");
        assertThat(check("commit", body("files_changed", List.of(body("path", "a.pem"), body("path", "../x"), body("path", "src/a"), body("path", "db/a.pem")))))
                .containsExactly("a.pem forbidden_paths **/*.pem", "../x outside_project null", "db/a.pem forbidden_paths **/*.pem");
        assertThat(violations(() -> check("paths", List.of("a/../../b")))).containsExactly("/paths/0 invalid_glob");
        assertThat(bench.eventTypes()).filteredOn(type -> type.startsWith("policy")).hasSize(1);
    }

    @Test
    void aViolationSaysWhatToDo() {
        put("protected_paths", List.of("db/**"));
        PolicyProfiles.Verdict verdict = bench.read(unit -> bench.policies.check(unit, novel, PolicyProfiles.QUESTION.read(body("paths", List.of("db/1.sql")))));
        assertThat(verdict.violations()).extracting(PathViolation::message)
                .containsExactly("'db/1.sql' is protected by 'db/**'; take the change back, or let a person pass the policy check.");
        assertThat(PolicyProfiles.VERDICT.render(verdict).members()).containsEntry("passes", Json.of(false));
    }
}
