package dev.steward.application.imports;

import dev.steward.application.imports.Draft.Read;
import dev.steward.application.imports.Draft.Unplaceable;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What hangs between the things of Dossier's maps: which artifacts belong to which cards, and the log of what was done. */
final class DossierLog {

    private static final TextRule ACTION_TYPE = TextRule.required(100);
    private static final String LINKS = "card_context_artifact";

    private final DossierSource source;
    private final DossierProjects projects;
    private final DossierMap map;
    private final ImportRun run;
    private final Set<ArtifactLink> restored = new HashSet<>();

    DossierLog(DossierSource source, DossierProjects projects, DossierMap map) {
        this.source = source;
        this.projects = projects;
        this.map = map;
        this.run = source.run();
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
        placeActions();
        if (source.file().linksDropped() && !source.file().rows("context_artifact").isEmpty()) {
            run.step(() -> run.problem("Dossier's migrations 008 and 011 drop the links of cards to artifacts that were made before them. Made again from the"
                    + " action log: " + restored.size() + "; for others, import a backup from before that upgrade first."));
        }
    }

    private void placeLinks() {
        ImportRun.Tally tally = run.tally(LINKS);
        source.file().rows(LINKS).forEach(row -> run.step(() -> place(Read.of(row, this::link), tally)));
    }

    private void place(Read<Linked> read, ImportRun.Tally tally) {
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

    private Optional<ArtifactLink> find(ArtifactLink link) {
        return source.unit().store(ArtifactLinkStore.class).find(link.cardId(), link.contextArtifactId());
    }

    private Outcome keep(Read<Linked> read, ArtifactLink link, Optional<Origin> origin) {
        boolean known = origin.map(Origin::entityId).isPresent();
        Optional<ArtifactLink> current = find(link);
        source.origins().put(read.row(), read.hash(), origin, "card", link.cardId().value());
        if (known && current.isEmpty()) {
            run.problem(read, "It was removed in Steward and has changed in the source since; it stays removed.");
            return Outcome.UNCHANGED;
        }
        if (current.isPresent() && !known) {
            return Outcome.MERGED;
        }
        map.link(link);
        run.report(read, new Merge(LINKS, read.row().key()));
        return known ? Outcome.UPDATED : Outcome.CREATED;
    }

    private Linked link(RowReader row) {
        Card card = source.referred(row, "card_id", "card", map.cards());
        ContextArtifact artifact = source.referred(row, "context_artifact_id", "context_artifact", map.artifacts());
        requireSameProject(card, artifact);
        return new Linked(new ArtifactLink(card.projectId(), card.id(), artifact.id(), row.optional("linked_by", ArtifactLink.LINKED_BY),
                row.optional("usage_hint", ArtifactLink.USAGE_HINT), DossierMap.later(card.meta().createdAt(), artifact.meta().createdAt())));
    }

    private static void requireSameProject(Card card, ContextArtifact artifact) {
        if (!card.projectId().equals(artifact.projectId())) {
            throw new Unplaceable("The card and the artifact are of two projects.");
        }
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
        Map<Json, Long> places = new HashMap<>();
        for (RawRow row : source.file().rows("planning_action")) {
            Json project = Objects.requireNonNullElse(row.raw().get("project_id"), Json.NULL);
            long place = isAccepted(new RowReader(row)) ? places.merge(project, 1L, Long::sum) : 0;
            run.step(() -> place(Read.of(row, this::action), place, tally));
        }
    }

    private void place(Read<Logged> read, long place, ImportRun.Tally tally) {
        Logged draft = read.draft();
        Optional<Origin> origin = source.origins().of(read.row());
        if (draft == null || origin.map(Origin::entityId).isPresent()) {
            run.keepOnly(read, tally, "planning_action", read.problem());
            return;
        }
        UUID id = source.id(read.row(), "");
        Long sequence = draft.outcome() == PlanningAction.Outcome.ACCEPTED ? projects.sequence(draft.project(), place) : null;
        source.unit().store(PlanningActionStore.class).insert(new PlanningAction(run.meta(id, draft.createdAt(), draft.createdAt()), draft.project().id(), sequence, 0,
                draft.type(), draft.target(), draft.payload(), draft.content(), draft.outcome(), draft.rejection(), List.of(),
                new Actor(Actor.Kind.IMPORT, source.unit().caller().actor().id(), DossierImport.SYSTEM)));
        source.origins().put(read.row(), read.hash(), origin, "planning_action", id);
        run.report(read, new Merge("planning_action", read.row().key()));
        tally.count(Outcome.CREATED);
        if (sequence != null && source.file().linksDropped() && draft.type().equals(ActionType.LINK_CONTEXT_ARTIFACT.word())) {
            restore(draft);
        }
    }

    private static boolean isAccepted(RowReader row) {
        return "accepted".equals(row.string("validation_status"));
    }

    private Logged action(RowReader row) {
        Project project = source.referred(row, "project_id", "project", projects.kind());
        String written = row.line("action_type", ACTION_TYPE, "unknown");
        String type = ActionType.written(written).map(Word::word).orElse(written);
        boolean accepted = isAccepted(row);
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
        if (card.isEmpty() || artifact.isEmpty() || !card.get().projectId().equals(artifact.get().projectId())) {
            return;
        }
        ArtifactLink link = new ArtifactLink(card.get().projectId(), card.get().id(), artifact.get().id(), text(action.payload(), "linked_by", ArtifactLink.LINKED_BY),
                text(action.payload(), "usage_hint", ArtifactLink.USAGE_HINT), Objects.requireNonNullElse(action.createdAt(), source.unit().now()));
        if (find(link).isEmpty()) {
            map.link(link);
            restored.add(link);
        }
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
