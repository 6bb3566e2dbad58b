package dev.steward.http.orchestration;

import dev.steward.application.Values;
import dev.steward.application.orchestration.PolicyProfiles;
import dev.steward.application.orchestration.PolicyProfiles.Effective;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Scope;
import dev.steward.http.Answer;
import dev.steward.http.Api;
import dev.steward.http.IfAny;
import dev.steward.http.Needs;
import dev.steward.http.Operation;
import dev.steward.http.Requests;
import io.micronaut.core.annotation.NonBlocking;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a project asks of its agents' work. */
@Controller("/api/v1/projects/{project}/policy")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class PolicyController {

    private final Api api;
    private final Projects projects;
    private final PolicyProfiles policies;

    PolicyController(Api api, Projects projects, PolicyProfiles policies) {
        this.api = api;
        this.projects = projects;
        this.policies = policies;
    }

    @Get
    @NonBlocking
    @Operation(value = "getPolicy", answer = "policy_profile", summary = "The policy of a project; the default one while it has written none.")
    CompletionStage<HttpResponse<?>> get(HttpRequest<?> request, String project) {
        return api.view(request, unit -> rendered(policies.of(unit, projects.get(unit, project))));
    }

    @Put
    @Operation(value = "putPolicy", answer = "policy_profile", body = "policy",
            summary = "Write the policy as a whole; what is left out is as by default. Runs that there are keep theirs. Not for agents.")
    CompletionStage<HttpResponse<?>> put(HttpRequest<?> request, String project, @Body @IfAny byte @Nullable [] body) {
        Values values = PolicyProfiles.POLICY.read(Requests.body(request, body));
        return api.write(request, body, unit -> {
            Project found = projects.get(unit, project);
            Requests.requireMatch(request, policies.of(unit, found).version());
            return rendered(policies.put(unit, found, values));
        });
    }

    @Post("/check")
    @Needs(Scope.READ)
    @Operation(value = "checkPolicy", answer = "policy_verdict", body = "policy_question", summary = "Whether changing these files would pass, and why not. Writes nothing.")
    CompletionStage<HttpResponse<?>> check(HttpRequest<?> request, String project, @Body @IfAny byte @Nullable [] body) {
        Values values = PolicyProfiles.QUESTION.read(Requests.body(request, body));
        return api.view(request, unit -> Answer.ok(PolicyProfiles.VERDICT.render(policies.check(unit, projects.get(unit, project), values))));
    }

    private static Answer rendered(Effective policy) {
        return Answer.ok(PolicyProfiles.VIEW.render(policy)).version(policy.version());
    }
}
