package dev.steward.http.knowledge;

import dev.steward.application.knowledge.AssignmentBriefs;
import dev.steward.application.knowledge.AssignmentBriefs.AssignmentBrief;
import dev.steward.application.orchestration.BriefText;
import dev.steward.domain.NumberRule;
import dev.steward.http.Answer;
import dev.steward.http.Operation;
import dev.steward.http.Requests;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** What an agent starts from, as one text. */
@Controller("/api/v1/assignments")
@ExecuteOn(TaskExecutors.BLOCKING)
final class BriefController {

    private static final String MARKDOWN = "text/markdown";

    private final AssignmentBriefs briefs;

    BriefController(AssignmentBriefs briefs) {
        this.briefs = briefs;
    }

    @Get("/{id}/brief")
    @Produces({MediaType.APPLICATION_JSON, MARKDOWN})
    @Operation(value = "getAssignmentBrief", answer = "assignment_brief",
            summary = "What an agent needs to know of an assignment as one Markdown text; with Accept: text/markdown the text alone.",
            parameters = "max_tokens: How long it may be, 500 to 200,000 tokens; 8,000 when not given.")
    HttpResponse<?> brief(HttpRequest<?> request, String id) {
        AssignmentBrief brief = briefs.of(Requests.caller(request), id, maxTokens(request));
        boolean plain = request.getHeaders().accept().stream().findFirst().filter(type -> type.getName().equals(MARKDOWN)).isPresent();
        return (plain ? Answer.text(MARKDOWN + ";charset=utf-8", brief.text().markdown()) : Answer.ok(AssignmentBriefs.SHAPE.render(brief))).toResponse();
    }

    private static int maxTokens(HttpRequest<?> request) {
        String given = request.getParameters().get("max_tokens");
        NumberRule rule = BriefText.MAX_TOKENS;
        try {
            int tokens = given == null ? BriefText.USUAL_TOKENS : Integer.parseInt(given);
            if (tokens >= rule.min() && tokens <= rule.max()) {
                return tokens;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Requests.invalidParameter("max_tokens", "max_tokens is a whole number from " + rule.min() + " to " + rule.max() + ".");
    }
}
