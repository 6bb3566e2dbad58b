package dev.steward.http.planning;

import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.UnitOfWork;
import dev.steward.application.planning.Parts;
import dev.steward.application.planning.Planning;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.planning.Part;
import dev.steward.domain.portfolio.Project;
import dev.steward.http.Api;
import dev.steward.http.Requests;
import io.micronaut.http.HttpRequest;

/** Parts below {@code /projects/{project}}. */
abstract class ProjectPartController<E extends Part<E>> extends PartController<E> {

    private final Projects projects;

    ProjectPartController(Api api, Planning planning, Parts<E> kind, Projects projects) {
        super(api, planning, kind);
        this.projects = projects;
    }

    @Override
    final Id<Project> project(HttpRequest<?> request, UnitOfWork unit) {
        return projects.get(unit, Requests.variable(request, "project")).id();
    }

    @Override
    final Json.Obj target(HttpRequest<?> request, UnitOfWork unit) {
        return Json.EMPTY;
    }

    @Override
    final E found(HttpRequest<?> request, UnitOfWork unit, String id) {
        return kind.getWithin(unit, project(request, unit), id);
    }

    @Override
    final Query narrowed(HttpRequest<?> request, UnitOfWork unit, Query query) {
        return query.and(Filter.in("project_id", project(request, unit).value()));
    }
}
