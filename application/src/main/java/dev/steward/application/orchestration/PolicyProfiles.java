package dev.steward.application.orchestration;

import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.portfolio.FileChanges;
import dev.steward.application.portfolio.ProjectReference;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.PathGlob;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.orchestration.AgentCommit;
import dev.steward.domain.orchestration.CheckType;
import dev.steward.domain.orchestration.FailureMode;
import dev.steward.domain.orchestration.PathRules;
import dev.steward.domain.orchestration.PathViolation;
import dev.steward.domain.orchestration.Policy;
import dev.steward.domain.orchestration.PolicyProfile;
import dev.steward.domain.portfolio.FileChange;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What projects ask of their agents' work. While a project has written no policy, {@link Policy#DEFAULT} holds. Changes record
 * {@code policy_profile.created} and {@code policy_profile.updated}.
 */
public final class PolicyProfiles extends Entities<PolicyProfile> {

    private static final int MAX_CHARACTERS = 20_000;

    private static final Field<List<CheckType>> REQUIRED_CHECKS = Field.of("required_checks", Type.list(Type.word(CheckType.class), CheckType.values().length))
            .orElse(Policy.DEFAULT.requiredChecks()).doc("What must have passed before a pull request.").example(List.of(CheckType.LINT, CheckType.UNIT));
    private static final Field<PathGlobs> PROTECTED_PATHS = Field.of("protected_paths", Type.globs()).orElse(PathGlobs.NONE)
            .doc("What agents may not change, though it lies in their allowed paths.").example(PathGlobs.of("migrations/**"));
    private static final Field<PathGlobs> FORBIDDEN_PATHS = Field.of("forbidden_paths", Type.globs()).orElse(PathGlobs.NONE)
            .doc("What no agent may change, nor be given to change.").example(PathGlobs.of(".github/**", "**/*.pem"));
    private static final Field<Json.Obj> DEPENDENCY_POLICY = free("dependency_policy");
    private static final Field<Json.Obj> SECURITY_POLICY = free("security_policy");
    private static final Field<Json.Obj> ARCHITECTURE_POLICY = free("architecture_policy");
    private static final Field<Json.Obj> APPROVAL_POLICY = free("approval_policy");
    private static final Field<FailureMode> FAILURE_MODE = Field.word("failure_mode", FailureMode.class).orElse(Policy.DEFAULT.failureMode())
            .doc("Whether a failed assignment lets the others finish first, or fails the run at once.");
    private static final Field<Integer> LEASE_SECONDS = Field.integer("lease_seconds", Policy.LEASE_SECONDS).orElse(Policy.DEFAULT.leaseSeconds())
            .doc("How long a claim holds without a heartbeat.");
    private static final Field<Integer> MAX_ATTEMPTS = Field.integer("max_attempts", Policy.MAX_ATTEMPTS).orElse(Policy.DEFAULT.maxAttempts())
            .doc("How many claims of an assignment may lose their lease before it has failed.");
    private static final Field<Boolean> REQUIRE_FINALIZED = Field.bool("require_finalized").orElse(Policy.DEFAULT.requireFinalized())
            .doc("Whether only finalized cards are handed to agents.");

    /** A policy alone: the body of {@link #put}, and what a run keeps. */
    public static final Shape<Policy> POLICY = members(Shape.<Policy>of("policy"), policy -> policy).build();

    /** A stored one, as lists find it and events tell it. */
    public static final Shape<PolicyProfile> SHAPE = members(Shape.<PolicyProfile>ofEntity("policy_profile")
            .output(ProjectReference.field(), profile -> ProjectReference.to(profile.projectId())), PolicyProfile::policy).build();

    /** The policy that holds for a project; {@code stored} is null while it is the default. */
    public record Effective(Project project, @Nullable PolicyProfile stored) {

        public Policy policy() {
            return stored == null ? Policy.DEFAULT : stored.policy();
        }

        /** 0 while nothing is stored. */
        public long version() {
            return stored == null ? 0 : stored.version();
        }

        private @Nullable Instant updatedAt() {
            return stored == null ? null : stored.meta().updatedAt();
        }
    }

    /** Every answer about a policy. */
    public static final Shape<Effective> VIEW = members(Shape.<Effective>of("policy_profile")
            .output(ProjectReference.field(), effective -> ProjectReference.to(effective.project().id())), Effective::policy)
            .output(Field.bool("is_default").doc("Whether the project has written none."), effective -> effective.stored() == null)
            .output(Shape.whole("version").doc("The ETag; 0 while nothing is written."), Effective::version)
            .output(Field.instant("updated_at").optional(), Effective::updatedAt)
            .build();

    /** Something wrong with changed files, in answers and events. */
    static final Shape<PathViolation> VIOLATION = Shape.<PathViolation>of("path_violation")
            .output(Field.text("path", FileChange.PATH).example(".github/workflows/ci.yml"), PathViolation::path)
            .output(Field.word("rule", PathViolation.Rule.class).example(PathViolation.Rule.FORBIDDEN_PATHS), PathViolation::rule)
            .output(Field.text("glob", TextRule.optional(PathGlob.MAX)).optional().doc("Which glob has it; null where none has.").example(".github/**"),
                    violation -> violation.glob() == null ? null : violation.glob().text())
            .output(Field.text("message", TextRule.optional(Integer.MAX_VALUE)).example("'.github/workflows/ci.yml' is forbidden by '.github/**'; take the change back."),
                    PathViolation::message)
            .build();

    private static final Field<PathGlobs> PATHS = Field.of("paths", Type.globs()).orElse(PathGlobs.NONE)
            .doc("What is going to be changed; a glob stands for all files it has.").example(PathGlobs.of("src/**", ".github/workflows/ci.yml"));
    private static final Field<List<FileChange>> FILES_CHANGED = FileChanges.field(AgentCommit.MAX_FILES).mandatory();
    private static final Shape<List<FileChange>> COMMIT = Shape.<List<FileChange>>of("policy_question_commit")
            .input(FILES_CHANGED, files -> files)
            .build();
    private static final Field<List<FileChange>> ASKED_COMMIT = Field.of("commit", Type.record(COMMIT, values -> values.get(FILES_CHANGED))).optional()
            .doc("A commit that is going to be reported.").example(List.of(new FileChange("src/main.c", 3, 1)));

    /** The body of {@link #check}. */
    public static final Shape<Question> QUESTION = Shape.<Question>of("policy_question")
            .input(PATHS, Question::paths)
            .input(ASKED_COMMIT, Question::commit)
            .build();

    /** What is asked: whether changing these files would pass. */
    public record Question(PathGlobs paths, @Nullable List<FileChange> commit) {
    }

    /** What would become of it. */
    public record Verdict(List<PathViolation> violations, List<CheckType> requiredChecks) {
    }

    public static final Shape<Verdict> VERDICT = Shape.<Verdict>of("policy_verdict")
            .output(Field.bool("passes").doc("Whether there is no violation.").example(false), verdict -> verdict.violations().isEmpty())
            .output(Field.of("violations", Type.outputs(VIOLATION)).doc("Of a glob, up to 20 with an example each."), Verdict::violations)
            .output(REQUIRED_CHECKS, Verdict::requiredChecks)
            .build();

    public PolicyProfiles() {
        super(SHAPE, PolicyProfileStore.class);
    }

    @Override
    protected @Nullable UUID projectOf(PolicyProfile profile) {
        return profile.projectId().value();
    }

    /** The policy that holds for a project. */
    public Effective of(UnitOfWork unit, Project project) {
        return new Effective(project, unit.store(PolicyProfileStore.class).findByProject(project.id()).orElse(null));
    }

    /**
     * Writes a project's policy, as a whole. The same again changes nothing. Runs that there are keep theirs.
     *
     * @throws RefusedException {@code archived}; {@code forbidden} for agents, who would write their own rules
     */
    public Effective put(UnitOfWork unit, Project project, Values values) {
        if (unit.caller().actor().kind() == Actor.Kind.AGENT) {
            throw new RefusedException(ErrorCode.FORBIDDEN, "An agent does not write the policy that it works under; let a person do it, or a token without the scope 'agent'.");
        }
        project.requireOpen();
        Policy policy = policy(values);
        PolicyProfile before = of(unit, project).stored();
        PolicyProfile after = before == null
                ? add(unit, new PolicyProfile(unit.firstMeta(), project.id(), policy))
                : save(unit, before, before.revise(unit.now(), policy), "updated");
        return new Effective(project, after);
    }

    /** Whether changes of these files would pass under the policy that holds now. Nothing is written. */
    public Verdict check(UnitOfWork unit, Project project, Values values) {
        Policy policy = of(unit, project).policy();
        PathRules rules = policy.rules(PathRules.EVERYTHING, PathGlobs.NONE);
        List<PathViolation> violations = new ArrayList<>(rules.violations(values.get(PATHS)));
        List<FileChange> commit = values.orNull(ASKED_COMMIT);
        violations.addAll(rules.violations(commit == null ? List.of() : commit.stream().map(FileChange::path).toList()));
        return new Verdict(violations, policy.requiredChecks());
    }

    /** What a run keeps of the policy that holds now. */
    public static Json.Obj snapshot(Effective effective) {
        return POLICY.render(effective.policy()).with("policy_version", Json.of(effective.version()));
    }

    /** The policy that a run has kept; what its release did not know yet is as by default. */
    public static Policy policy(Json.Obj snapshot) {
        Map<String, Json> known = new HashMap<>(snapshot.members());
        known.keySet().retainAll(POLICY.members().stream().map(member -> member.field().name()).toList());
        return policy(POLICY.read(new Json.Obj(known)));
    }

    private static Policy policy(Values values) {
        return new Policy(values.get(REQUIRED_CHECKS), values.get(PROTECTED_PATHS), values.get(FORBIDDEN_PATHS), values.get(DEPENDENCY_POLICY),
                values.get(SECURITY_POLICY), values.get(ARCHITECTURE_POLICY), values.get(APPROVAL_POLICY), values.get(FAILURE_MODE),
                values.get(LEASE_SECONDS), values.get(MAX_ATTEMPTS), values.get(REQUIRE_FINALIZED));
    }

    private static Field<Json.Obj> free(String name) {
        return Field.of(name, Type.object(MAX_CHARACTERS)).orElse(Json.EMPTY).doc("Of your own making: kept and handed to agents, not interpreted.");
    }

    private static <T> Shape.Builder<T> members(Shape.Builder<T> builder, Function<T, Policy> policy) {
        return builder
                .input(REQUIRED_CHECKS, item -> policy.apply(item).requiredChecks())
                .input(PROTECTED_PATHS, item -> policy.apply(item).protectedPaths())
                .input(FORBIDDEN_PATHS, item -> policy.apply(item).forbiddenPaths())
                .input(DEPENDENCY_POLICY, item -> policy.apply(item).dependencyPolicy())
                .input(SECURITY_POLICY, item -> policy.apply(item).securityPolicy())
                .input(ARCHITECTURE_POLICY, item -> policy.apply(item).architecturePolicy())
                .input(APPROVAL_POLICY, item -> policy.apply(item).approvalPolicy())
                .input(FAILURE_MODE, item -> policy.apply(item).failureMode())
                .input(LEASE_SECONDS, item -> policy.apply(item).leaseSeconds())
                .input(MAX_ATTEMPTS, item -> policy.apply(item).maxAttempts())
                .input(REQUIRE_FINALIZED, item -> policy.apply(item).requireFinalized());
    }
}
