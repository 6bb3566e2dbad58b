package dev.steward.domain.planning;

import dev.steward.domain.Id;
import dev.steward.domain.Json.Obj;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that whoever builds a card should have read: a document, a design, an address.
 *
 * @param checksum SHA-256 of the content in UTF-8, as hex; empty without content
 */
public record ContextArtifact(
        Meta<ContextArtifact> meta,
        Id<Project> projectId,
        Details details,
        String checksum) implements Part<ContextArtifact> {

    public static final TextRule NAME = TextRule.required(500);
    public static final TextRule TITLE = TextRule.optional(500);
    public static final TextRule URI = TextRule.optional(4_000);
    public static final TextRule LOCATOR = TextRule.optional(2_000);
    public static final TextRule MIME_TYPE = TextRule.optional(200);

    public enum Type implements Word {
        DOC, DESIGN, CODE, RESEARCH, LINK, IMAGE, SKILL, MCP, CLI, API, PROMPT, SPEC, RUNBOOK, TEST, SCAFFOLD, PLAN, CONTEXT
    }

    /**
     * At least one of content, uri and integrationRef is there. An empty text, or an object without members, is none.
     *
     * @param locator where inside of what the uri leads to, such as a heading
     * @param integrationRef how another system knows it
     */
    public record Details(
            String name,
            Type type,
            String title,
            @Nullable Content content,
            @Nullable String uri,
            String locator,
            String mimeType,
            @Nullable Obj integrationRef) {

        public Details {
            content = content instanceof Content.Text text && text.text().isEmpty() ? null : content;
            uri = uri == null || uri.isEmpty() ? null : uri;
            integrationRef = integrationRef == null || integrationRef.members().isEmpty() ? null : integrationRef;
            Violations violations = Violations.check()
                    .text("name", name, NAME)
                    .text("title", title, TITLE)
                    .text("locator", locator, LOCATOR)
                    .text("mime_type", mimeType, MIME_TYPE)
                    .rule(content != null || uri != null || integrationRef != null, "", "nothing_in_it",
                            "An artifact needs at least one of content, uri and integration_ref; add one.");
            if (uri != null) {
                violations.text("uri", uri, URI);
            }
            if (content instanceof Content.Text text) {
                violations.text("content", text.text(), Content.RULE);
            }
            violations.done();
        }
    }

    public static ContextArtifact create(Meta<ContextArtifact> meta, Id<Project> project, Details details, String checksum) {
        return new ContextArtifact(meta, project, details, checksum);
    }

    public ContextArtifact revise(Instant now, Details details, String checksum) {
        return new ContextArtifact(meta.next(now), projectId, details, checksum);
    }

    public long contentLength() {
        Content content = details.content();
        return content == null ? 0 : content.length();
    }
}
