package dev.steward.http.planning;

import dev.steward.application.planning.PlanParts;
import dev.steward.application.planning.Planning;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.http.Api;
import dev.steward.http.MaxBody;
import dev.steward.http.Operation;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/** Context artifacts, whose contents may be large. */
@Controller("/api/v1/projects/{project}/artifacts")
@MaxBody(10 * 1024 * 1024)
final class ArtifactController extends ProjectPartController<ContextArtifact> {

    ArtifactController(Api api, Planning planning, PlanParts parts, Projects projects) {
        super(api, planning, parts.artifacts(), projects);
    }

    @Get
    @Operation(value = "list", answer = "context_artifact_item", summary = "List a project's artifacts, without their contents.")
    @Override
    public HttpResponse<?> list(HttpRequest<?> request) {
        return super.list(request);
    }
}
