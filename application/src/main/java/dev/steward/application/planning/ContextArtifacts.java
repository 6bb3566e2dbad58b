package dev.steward.application.planning;

import dev.steward.application.Field;
import dev.steward.application.Query.Order;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.TextRule;
import dev.steward.domain.planning.ArtifactLink;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Content;
import dev.steward.domain.planning.ContextArtifact;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What whoever builds a card should have read. Lists leave the content out; one artifact alone is read with it. */
public final class ContextArtifacts extends Parts<ContextArtifact> {

    private static final Field<String> NAME = Field.text("name", ContextArtifact.NAME).mandatory().filter().sort().example("House style");
    private static final Field<ContextArtifact.Type> TYPE = Field.word("type", ContextArtifact.Type.class).mandatory().filter().sort();
    private static final Field<String> TITLE = Field.text("title", ContextArtifact.TITLE).orElse("");
    private static final Field<String> CONTENT = Field.text("content", Content.RULE).optional()
            .doc("Its text; null when it is only referred to. At least one of content, uri and integration_ref is there.").example("Write short sentences.");
    private static final Field<Long> CONTENT_LENGTH = Shape.whole("content_length").doc("Of the content, in characters.");
    private static final Field<String> URI = Field.text("uri", ContextArtifact.URI).optional().doc("Where it is.");
    private static final Field<String> LOCATOR = Field.text("locator", ContextArtifact.LOCATOR).orElse("").doc("Where inside of what the uri leads to.");
    private static final Field<String> MIME_TYPE = Field.text("mime_type", ContextArtifact.MIME_TYPE).orElse("");
    private static final Field<Json.Obj> INTEGRATION_REF = Field.of("integration_ref", Type.object(20_000)).optional().doc("How another system knows it.");
    private static final Field<String> CHECKSUM = Field.text("checksum", TextRule.optional(64)).filter()
            .doc("SHA-256 of the content in UTF-8; empty without content.").example("");

    public static final Shape<ContextArtifact> SHAPE = shape("context_artifact", true);
    /** An artifact in a list. */
    public static final Shape<ContextArtifact> ITEM = shape("context_artifact_item", false);

    private static Shape<ContextArtifact> shape(String name, boolean withContent) {
        Shape.Builder<ContextArtifact> builder = Shape.<ContextArtifact>ofEntity(name)
                .output(PROJECT_ID, ContextArtifact::projectId)
                .input(NAME, artifact -> artifact.details().name())
                .input(TYPE, artifact -> artifact.details().type())
                .input(TITLE, artifact -> artifact.details().title());
        if (withContent) {
            builder.unrecorded(CONTENT, artifact -> text(artifact.details().content()));
        }
        return builder.output(CONTENT_LENGTH, ContextArtifact::contentLength)
                .input(URI, artifact -> artifact.details().uri())
                .input(LOCATOR, artifact -> artifact.details().locator())
                .input(MIME_TYPE, artifact -> artifact.details().mimeType())
                .input(INTEGRATION_REF, artifact -> artifact.details().integrationRef())
                .output(CHECKSUM, ContextArtifact::checksum)
                .searchable()
                .build();
    }

    private final Cards cards;

    ContextArtifacts(Cards cards) {
        super(SHAPE, ContextArtifactStore.class);
        this.cards = cards;
    }

    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("name", false, false));
    }

    @Override
    Verbs verbs() {
        return new Verbs(ActionType.CREATE_CONTEXT_ARTIFACT, ActionType.UPDATE_CONTEXT_ARTIFACT, ActionType.DELETE_CONTEXT_ARTIFACT, "context_artifact_id");
    }

    @Override
    ContextArtifact create(MapChange change, Id<ContextArtifact> id, Values values) {
        ContextArtifact.Details details = details(values);
        return insert(change, ContextArtifact.create(Meta.first(id, change.unit().now()), change.project().id(), details, checksum(details.content())));
    }

    @Override
    ContextArtifact update(MapChange change, ContextArtifact current, Json.Obj patch, Values values) {
        ContextArtifact.Details details = details(values);
        ContextArtifact revised = replace(change, current, current.revise(change.unit().now(), details, checksum(details.content())), "updated");
        if (revised.version() != current.version()) {
            cards.raiseAll(change, linked(change, current));
        }
        return revised;
    }

    @Override
    void delete(MapChange change, ContextArtifact artifact, boolean cascade) {
        List<Id<Card>> linked = linked(change, artifact);
        take(change, artifact, cascade);
        cards.raiseAll(change, linked);
    }

    /** Whoever builds these reads it. */
    private static List<Id<Card>> linked(MapChange change, ContextArtifact artifact) {
        return links(change.unit(), artifact).stream().map(ArtifactLink::cardId).toList();
    }

    @Override
    protected Map<String, Long> dependents(UnitOfWork unit, ContextArtifact artifact) {
        Map<String, Long> dependents = new LinkedHashMap<>();
        dependents.put("context_artifact_links", (long) links(unit, artifact).size());
        return dependents;
    }

    private static List<ArtifactLink> links(UnitOfWork unit, ContextArtifact artifact) {
        return unit.store(ArtifactLinkStore.class).to(artifact);
    }

    private static @Nullable String text(@Nullable Content content) {
        return content instanceof Content.Text text ? text.text() : null;
    }

    private static ContextArtifact.Details details(Values values) {
        String content = values.orNull(CONTENT);
        return new ContextArtifact.Details(values.get(NAME), values.get(TYPE), values.get(TITLE), content == null ? null : new Content.Text(content),
                values.orNull(URI), values.get(LOCATOR), values.get(MIME_TYPE), values.orNull(INTEGRATION_REF));
    }

    private static String checksum(@Nullable Content content) {
        String text = text(content);
        if (text == null) {
            return "";
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
