package dev.steward.http.planning;

import dev.steward.application.Page;
import dev.steward.application.Query;
import dev.steward.application.planning.ContextArtifacts;
import dev.steward.application.planning.PlanParts;
import dev.steward.application.planning.Planning;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.http.Api;
import dev.steward.http.MaxBody;
import dev.steward.http.Operation;
import dev.steward.http.Requests;
import io.micronaut.core.annotation.NonBlocking;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.concurrent.CompletionStage;

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
    @NonBlocking
    public CompletionStage<HttpResponse<?>> list(HttpRequest<?> request) {
        Query asked = kind.query(Requests.parameters(request));
        return api.view(request, unit -> {
            Query query = narrowed(request, unit, asked);
            Page<ContextArtifact> page = kind.page(unit, api.resumed(request, kind.shape(), query));
            return api.page(request, kind.shape(), query, page, artifact -> artifact, ContextArtifacts.ITEM::render);
        });
    }
}
