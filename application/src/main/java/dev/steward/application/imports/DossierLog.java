package dev.steward.application.imports;

import dev.steward.application.UnitOfWork;
import dev.steward.application.imports.Draft.Read;
import dev.steward.application.imports.Draft.Reference;
import dev.steward.application.imports.Draft.Unplaceable;
import dev.steward.application.imports.ImportReport.ChangedValue;
import dev.steward.application.imports.ImportRun.Outcome;
import dev.steward.application.planning.ActionType;
import dev.steward.application.planning.ArtifactLinkStore;
import dev.steward.application.planning.PlanningActionStore;
import dev.steward.domain.Json;
import dev.steward.domain.TextRule;
import dev.steward.domain.Word;
import dev.steward.domain.planning.ArtifactLink;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Content;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.domain.planning.PlanningAction;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What hangs between the things of Dossier's maps: which artifacts belong to which cards, and the log of what was done. */
final class DossierLog {

    private static final TextRule ACTION_TYPE = TextRule.required(100);
    private static final String LINKS = "card_context_artifact";

    private final DossierSource source;
    private final DossierProjects projects;
    private final DossierMap map;
    private final UnitOfWork unit;
    private final ImportRun run;
    private final ArtifactLinkStore links;
    private int restored;

    DossierLog(DossierSource source, DossierProjects projects, DossierMap map) {
        this.source = source;
        this.projects = projects;
        this.map = map;
        this.unit = source.unit();
        this.run = source.run();
        this.links = unit.store(ArtifactLinkStore.class);
    }

    /** A link as it is read. */
    private record Linked(ArtifactLink link) implements Draft {
        @Override
        public @Nullable Instant createdAt() {
            return null;
        }

        @Override
        public @Nullable Instant updatedAt() {
            return null;
        }
    }

    void place() {
        placeLinks();
        placeLinksToSteps();
        placeActions();
        if (source.file().linksDropped() && !source.file().rows("context_artifact").isEmpty()) {
            run.problem("Dossier's migrations 008 and 011 drop the links of cards to artifacts that were made before them. Made again from the"
                    + " action log: " + restored + "; for others, import a backup from before that upgrade first.");
        }
    }

    private void placeLinks() {
        ImportRun.Tally tally = run.tally(LINKS);
        for (Read<Linked> read : source.read(source.file().rows(LINKS), this::link)) {
            Linked draft = read.draft();
            Optional<Origin> origin = source.origins().of(read.row());
            if (draft == null) {
                run.keepOnly(read, tally, LINKS, read.problem());
            } else if (origin.map(Origin::rawHash).filter(read.hash()::equals).isPresent() && origin.get().entityId() != null) {
                tally.count(Outcome.UNCHANGED);
            } else {
                tally.count(keep(read, draft.link(), origin));
            }
        }
    }

    private Outcome keep(Read<Linked> read, ArtifactLink link, Optional<Origin> origin) {
        boolean known = origin.map(Origin::entityId).isPresent();
        Optional<ArtifactLink> current = links.find(link.cardId(), link.contextArtifactId());
        source.origins().put(read.row(), read.hash(), origin, "card", link.cardId().value());
        if (known && current.isEmpty()) {
            run.problem(read, "It was removed in Steward and has changed in the source since; it stays removed.");
            return Outcome.UNCHANGED;
        }
        if (current.isPresent() && !known) {
            return Outcome.MERGED;
        }
        put(link);
        run.report(read, new Merge(LINKS, read.row().key()));
        return known ? Outcome.UPDATED : Outcome.CREATED;
    }

    private Linked link(RowReader row) {
        Card card = source.referred(row, "card_id", "card", map.cards());
        ContextArtifact artifact = source.referred(row, "context_artifact_id", "context_artifact", map.artifacts());
        requireSameProject(card, artifact);
        return new Linked(new ArtifactLink(card.projectId(), card.id(), artifact.id(), row.optional("linked_by", ArtifactLink.LINKED_BY),
                row.optional("usage_hint", ArtifactLink.USAGE_HINT), later(card.meta().createdAt(), artifact.meta().createdAt())));
    }

    private static void requireSameProject(Card card, ContextArtifact artifact) {
        if (!card.projectId().equals(artifact.projectId())) {
            throw new Unplaceable("The card and the artifact are of two projects.");
        }
    }

    /** Dossier does not keep when it was linked: at the earliest when both were there. */
    private static Instant later(Instant one, Instant two) {
        return one.isAfter(two) ? one : two;
    }

    private void put(ArtifactLink link) {
        links.put(link);
        projects.touched(link.projectId(), false);
        unit.record("card.artifact_linked", "card", link.cardId().value(), link.projectId().value(),
                Json.obj("link", Json.obj("context_artifact_id", Json.of(link.contextArtifactId().toString()))
                        .with("linked_by", Json.of(link.linkedBy())).with("usage_hint", Json.of(link.usageHint()))));
    }

    /** Of the cards that this import made. */
    private void placeLinksToSteps() {
        for (RawRow row : source.file().rows("card")) {
            String step = new RowReader(row).textReference("step_id");
            Optional<Card> card = map.cards().find(now("card", row.key()));
            Optional<ContextArtifact> artifact = step == null ? Optional.empty() : map.artifacts().find(now("step", step));
            if (card.isPresent() && artifact.isPresent() && card.get().projectId().equals(artifact.get().projectId()) && map.isNew(card.get())) {
                put(new ArtifactLink(card.get().projectId(), card.get().id(), artifact.get().id(), DossierImport.SYSTEM, "The step that the card was part of.",
                        later(card.get().meta().createdAt(), artifact.get().meta().createdAt())));
            } else if (step != null && artifact.isEmpty() && card.isPresent() && map.isNew(card.get())) {
                run.change(new ChangedValue("card", row.key(), "step_id", Json.of(step), Json.NULL, "there is no such step"));
            }
        }
    }

    private @Nullable UUID now(String table, String key) {
        return source.origins().now(new Reference(table, key));
    }

    /** An action as it is read; what was logged never changes. */
    private record Logged(Project project, PlanningAction.Outcome outcome, String type, Json.Obj target, Json.Obj payload, @Nullable Content content,
            Json.@Nullable Obj rejection, @Nullable Instant createdAt) implements Draft {
        @Override
        public @Nullable Instant updatedAt() {
            return createdAt;
        }
    }

    private void placeActions() {
        ImportRun.Tally tally = run.tally("planning_action");
        for (Read<Logged> read : source.read(source.file().rows("planning_action"), this::action)) {
            Logged draft = read.draft();
            Optional<Origin> origin = source.origins().of(read.row());
            if (draft == null || origin.map(Origin::entityId).isPresent()) {
                run.keepOnly(read, tally, "planning_action", read.problem());
                continue;
            }
            UUID id = source.id(read.row(), "");
            Long sequence = draft.outcome() == PlanningAction.Outcome.ACCEPTED ? projects.nextSequence(draft.project()) : null;
            unit.store(PlanningActionStore.class).insert(new PlanningAction(run.meta(id, draft.createdAt(), draft.createdAt()), draft.project().id(), sequence, 0,
                    draft.type(), draft.target(), draft.payload(), draft.content(), draft.outcome(), draft.rejection(), List.of(),
                    new Actor(Actor.Kind.IMPORT, unit.caller().actor().id(), DossierImport.SYSTEM)));
            source.origins().put(read.row(), read.hash(), origin, "planning_action", id);
            run.report(read, new Merge("planning_action", read.row().key()));
            tally.count(Outcome.CREATED);
            if (sequence != null && source.file().linksDropped() && draft.type().equals(ActionType.LINK_CONTEXT_ARTIFACT.word())) {
                restore(draft);
            }
        }
    }

    private Logged action(RowReader row) {
        Project project = source.referred(row, "project_id", "project", projects.kind());
        String written = row.line("action_type", ACTION_TYPE, "unknown");
        String type = ActionType.written(written).map(Word::word).orElse(written);
        boolean accepted = "accepted".equals(row.string("validation_status"));
        Json.Obj target = row.object("target_ref", source.json());
        Json.Obj payload = source.rewritten(row.object("payload", source.json()), ownTables(written));
        Content content = payload.get("content") instanceof Json.Text text ? new Content.Text(text.value()) : null;
        String reason = row.string("rejection_reason");
        return new Logged(project, accepted ? PlanningAction.Outcome.ACCEPTED : PlanningAction.Outcome.REJECTED, type,
                source.rewritten(target, List.of()), content == null ? payload : payload.without("content"), content,
                accepted ? null : Json.obj("code", Json.of("rejected_in_dossier")).with("message", Json.of(Objects.requireNonNullElse(reason, ""))), row.created());
    }

    /** Of what an action makes: the table of its payload's {@code id}. */
    private static List<String> ownTables(String type) {
        return switch (type) {
            case "createWorkflow" -> List.of("workflow");
            case "createActivity" -> List.of("workflow_activity");
            case "createStep" -> List.of("step");
            case "createCard" -> List.of("card");
            case "createContextArtifact" -> List.of("context_artifact");
            case "upsertCardPlannedFile" -> List.of("card_planned_file");
            case "upsertCardKnowledgeItem" -> DossierMap.KNOWLEDGE_TABLES;
            default -> List.of();
        };
    }

    /** Dossier itself never takes a link away, so one that is in the log and not in the table was dropped. */
    private void restore(Logged action) {
        Optional<Card> card = map.cards().find(id(action.target(), "card_id"));
        Optional<ContextArtifact> artifact = map.artifacts().find(id(action.payload(), "context_artifact_id"));
        if (card.isEmpty() || artifact.isEmpty() || !card.get().projectId().equals(artifact.get().projectId())
                || links.find(card.get().id(), artifact.get().id()).isPresent()) {
            return;
        }
        put(new ArtifactLink(card.get().projectId(), card.get().id(), artifact.get().id(), text(action.payload(), "linked_by", ArtifactLink.LINKED_BY),
                text(action.payload(), "usage_hint", ArtifactLink.USAGE_HINT), Objects.requireNonNullElse(action.createdAt(), unit.now())));
        restored++;
    }

    private static @Nullable UUID id(Json.Obj object, String member) {
        try {
            return object.get(member) instanceof Json.Text text ? UUID.fromString(text.value()) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String text(Json.Obj object, String member, TextRule rule) {
        String text = object.get(member) instanceof Json.Text written ? written.value() : "";
        return text.substring(0, text.offsetByCodePoints(0, Math.min(rule.max(), text.codePointCount(0, text.length()))));
    }
}
