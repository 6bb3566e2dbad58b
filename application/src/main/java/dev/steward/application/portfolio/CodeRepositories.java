package dev.steward.application.portfolio;

import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.References;
import dev.steward.application.Resource;
import dev.steward.application.Shape;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.TextRule;
import dev.steward.domain.portfolio.CodeRepository;
import dev.steward.domain.portfolio.Project;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The Git repositories of projects. A project has at most one primary repository: its first one becomes primary unless its body says
 * otherwise, and making another one primary takes the mark from the one that had it, in the same transaction.
 */
public final class CodeRepositories extends Resource<CodeRepository> {

    private static final Field<ProjectReference> PROJECT_ID = ProjectReference.field();
    private static final Field<String> REMOTE_URL = Field.text("remote_url", CodeRepository.REMOTE_URL).orElse("")
            .doc("Where it is cloned from, without password or token; empty for none. All ways of writing one remote are unique together.")
            .example("git@github.com:ada/novel.git");
    private static final Field<String> DEFAULT_BRANCH = Field.text("default_branch", CodeRepository.DEFAULT_BRANCH)
            .orElse(CodeRepository.DEFAULT_BRANCH_NAME);
    private static final Field<String> LOCAL_PATH = Field.text("local_path", CodeRepository.LOCAL_PATH).orElse("").filter()
            .doc("Where it is checked out, unique; empty for none.").example("/home/ada/novel");
    private static final Field<Boolean> IS_PRIMARY = Field.bool("is_primary").filter()
            .doc("At most one of a project; true for its first one when not given.").example(true);
    private static final Field<String> NORMALIZED_REMOTE = Field.text("normalized_remote", TextRule.optional(600)).optional().filter()
            .doc("One text for all ways of writing the remote; null without one.").example("github.com/ada/novel");

    public static final Shape<CodeRepository> SHAPE = Shape.<CodeRepository>ofEntity("project_repository")
            .input(PROJECT_ID, repository -> ProjectReference.to(repository.projectId()))
            .input(REMOTE_URL, repository -> repository.details().remoteUrl())
            .input(DEFAULT_BRANCH, repository -> repository.details().defaultBranch())
            .input(LOCAL_PATH, repository -> repository.details().localPath())
            .input(IS_PRIMARY, repository -> repository.details().isPrimary())
            .output(NORMALIZED_REMOTE, CodeRepository::normalizedRemote)
            .build();

    private final Projects projects;

    public CodeRepositories(Projects projects) {
        super(SHAPE, CodeRepositoryStore.class);
        this.projects = projects;
    }

    @Override
    protected @Nullable UUID projectOf(CodeRepository repository) {
        return repository.projectId().value();
    }

    @Override
    protected Query resolve(UnitOfWork unit, Query query) {
        return projects.withIds(unit, query);
    }

    @Override
    protected void requireOpen(UnitOfWork unit, CodeRepository repository) {
        projects.get(unit, repository.projectId()).requireOpen();
    }

    @Override
    protected CodeRepository make(UnitOfWork unit, Meta<CodeRepository> meta, Values values) {
        Project project = projects.referred(unit, values.get(PROJECT_ID));
        project.requireOpen();
        Boolean chosen = values.orNull(IS_PRIMARY);
        boolean primary = chosen == null ? store(unit).count(Query.where("project_id", 1, project.id().value())) == 0 : chosen;
        CodeRepository made = CodeRepository.create(meta, details(values, primary), project.id());
        takeMarkFromOther(unit, made);
        return made;
    }

    @Override
    protected CodeRepository revise(UnitOfWork unit, CodeRepository current, Values values) {
        Project project = projects.referred(unit, values.get(PROJECT_ID));
        new References(unit).rule(project.id().equals(current.projectId()), "project_id", "not_changeable",
                "A repository stays in its project; delete it here and create it in the other project.").done();
        Boolean chosen = values.orNull(IS_PRIMARY);
        CodeRepository revised = current.revise(unit.now(), details(values, chosen == null ? current.details().isPrimary() : chosen));
        takeMarkFromOther(unit, revised);
        return revised;
    }

    /** Before the new one is kept: the database holds no two primary ones. */
    private void takeMarkFromOther(UnitOfWork unit, CodeRepository primary) {
        if (primary.details().isPrimary()) {
            unit.store(CodeRepositoryStore.class).primaryOf(primary.projectId())
                    .filter(other -> !other.id().equals(primary.id()))
                    .ifPresent(other -> save(unit, other, other.revise(unit.now(), new CodeRepository.Details(other.details().remoteUrl(),
                            other.details().defaultBranch(), other.details().localPath(), false)), "updated"));
        }
    }

    private static CodeRepository.Details details(Values values, boolean primary) {
        return new CodeRepository.Details(values.get(REMOTE_URL), values.get(DEFAULT_BRANCH), values.get(LOCAL_PATH), primary);
    }
}
