package dev.steward.http.portfolio;

import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.portfolio.CodeRepositories;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.Violations;
import dev.steward.domain.portfolio.CodeRepository;
import dev.steward.domain.portfolio.Project;
import dev.steward.http.Api;
import dev.steward.http.Requests;
import dev.steward.http.ResourceController;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;

/** The repositories of one project; the path says which, so bodies need not. */
@Controller("/api/v1/projects/{project}/repositories")
final class RepositoryController extends ResourceController<CodeRepository> {

    private final Projects projects;

    RepositoryController(Api api, CodeRepositories repositories, Projects projects) {
        super(api, repositories);
        this.projects = projects;
    }

    @Override
    protected CodeRepository found(HttpRequest<?> request, UnitOfWork unit, String id) {
        CodeRepository repository = resource.get(unit, id);
        if (!repository.projectId().equals(projects.get(unit, project(request)).id())) {
            throw new RefusedException(ErrorCode.NOT_FOUND, "The project '" + project(request) + "' has no repository '" + id + "'.");
        }
        return repository;
    }

    @Override
    protected CodeRepository created(HttpRequest<?> request, UnitOfWork unit, Values values) {
        Project project = projects.get(unit, project(request));
        CodeRepository repository = resource.create(unit, values);
        Violations.check().rule(repository.projectId().equals(project.id()), "project_id", "other_project",
                "The path names another project; leave project_id out, or name the same.").done();
        return repository;
    }

    @Override
    protected Query narrowed(HttpRequest<?> request, UnitOfWork unit, Query query) {
        return query.and(Filter.in("project_id", projects.get(unit, project(request)).id().value()));
    }

    @Override
    protected Json completed(HttpRequest<?> request, Json body) {
        return body instanceof Json.Obj object && object.get("project_id") == null ? object.with("project_id", Json.of(project(request))) : body;
    }

    private static String project(HttpRequest<?> request) {
        return Requests.variable(request, "project");
    }
}
