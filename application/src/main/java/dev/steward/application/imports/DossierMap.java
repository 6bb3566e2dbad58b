package dev.steward.application.imports;

import dev.steward.application.Shape;
import dev.steward.application.Store;
import dev.steward.application.imports.DossierSource.Made;
import dev.steward.application.imports.Draft.Reference;
import dev.steward.application.imports.Draft.Unplaceable;
import dev.steward.application.imports.ImportReport.ChangedValue;
import dev.steward.application.planning.ArtifactLinkStore;
import dev.steward.application.planning.CardStore;
import dev.steward.application.planning.Cards;
import dev.steward.application.planning.ContextArtifactStore;
import dev.steward.application.planning.ContextArtifacts;
import dev.steward.application.planning.KnowledgeItemStore;
import dev.steward.application.planning.KnowledgeItems;
import dev.steward.application.planning.PlacedStore;
import dev.steward.application.planning.PlannedFileStore;
import dev.steward.application.planning.PlannedFiles;
import dev.steward.application.planning.WorkflowActivities;
import dev.steward.application.planning.WorkflowActivityStore;
import dev.steward.application.planning.WorkflowStore;
import dev.steward.application.planning.Workflows;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.PathGlob;
import dev.steward.domain.planning.ArtifactLink;
import dev.steward.domain.planning.BuildState;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Content;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.domain.planning.Part;
import dev.steward.domain.planning.Placed;
import dev.steward.domain.planning.PlannedFile;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.domain.portfolio.Project;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Dossier's story maps, and what is known of their cards. */
final class DossierMap {

    static final List<String> KNOWLEDGE_TABLES = List.of("card_requirement", "card_known_fact", "card_assumption", "card_question");
    private static final List<KnowledgeItem.Kind> KNOWLEDGE_KINDS = List.of(KnowledgeItem.Kind.REQUIREMENT, KnowledgeItem.Kind.FACT,
            KnowledgeItem.Kind.ASSUMPTION, KnowledgeItem.Kind.QUESTION);

    private final DossierSource source;
    private final DossierProjects projects;
    private final ImportRun run;
    private final Kind<Workflow> workflows;
    private final Kind<WorkflowActivity> activities;
    private final Kind<Card> cards;
    private final Kind<KnowledgeItem> knowledge;
    private final Kind<PlannedFile> plannedFiles;
    private final Kind<ContextArtifact> artifacts;
    /** Of this unit: how many siblings there are. */
    private final Map<List<Object>, Integer> places = new HashMap<>();
    /** Of this unit: those that ask for something else now, beside their own texts. */
    private final Set<Id<Card>> asking = new HashSet<>();
    private final Set<Id<Card>> made = new HashSet<>();
    private final Set<Id<Card>> approved = new HashSet<>();

    DossierMap(DossierSource source, DossierProjects projects) {
        this.source = source;
        this.projects = projects;
        this.run = source.run();
        this.workflows = kind(Workflows.SHAPE, WorkflowStore.class);
        this.activities = kind(WorkflowActivities.SHAPE, WorkflowActivityStore.class);
        this.cards = kind(Cards.SHAPE, CardStore.class);
        this.knowledge = kind(KnowledgeItems.SHAPE, KnowledgeItemStore.class);
        this.plannedFiles = kind(PlannedFiles.SHAPE, PlannedFileStore.class);
        this.artifacts = kind(ContextArtifacts.SHAPE, ContextArtifactStore.class);
        run.eachUnitBegins(() -> {
            places.clear();
            asking.clear();
        });
        run.eachUnitEnds(this::raiseAsking);
    }

    private <E extends Part<E>> Kind<E> kind(Shape<E> shape, Class<? extends Store<E>> store) {
        return run.kind(shape, store, part -> part.projectId().value(), part -> Json.EMPTY, part -> null);
    }

    Kind<Workflow> workflows() {
        return workflows;
    }

    Kind<Card> cards() {
        return cards;
    }

    Kind<ContextArtifact> artifacts() {
        return artifacts;
    }

    void place() {
        source.followRenaming("workflow");
        placeParts("workflow", inOrder("workflow", "project_id"), workflows, WorkflowStore.class, this::workflow, Set.of("projectId", "position"), true);
        source.followRenaming("workflow_activity");
        placeParts("workflow_activity", inOrder("workflow_activity", "workflow_id"), activities, WorkflowActivityStore.class, this::activity,
                Set.of("projectId", "workflowId", "position"), true);
        source.followRenaming("card");
        if (source.file().tables().containsKey("step")) {
            source.place("step", source.file().rows("step"), artifacts, new PlacingParts<>(this::step, Set.of("projectId"), false));
        } else {
            run.knows("step", artifacts);
        }
        source.place("card", cardsInOrder(), cards, new PlacingCards());
        for (int i = 0; i < KNOWLEDGE_TABLES.size(); i++) {
            KnowledgeItem.Kind kind = KNOWLEDGE_KINDS.get(i);
            placeParts(KNOWLEDGE_TABLES.get(i), inOrder(KNOWLEDGE_TABLES.get(i), "card_id"), knowledge, KnowledgeItemStore.class,
                    row -> knowledgeItem(row, kind), Set.of("projectId", "cardId", "position"), false);
        }
        placeParts("card_planned_file", inOrder("card_planned_file", "card_id"), plannedFiles, PlannedFileStore.class, this::plannedFile,
                Set.of("projectId", "cardId", "position"), false);
        source.place("context_artifact", source.file().rows("context_artifact"), artifacts, new PlacingParts<>(this::artifact, Set.of("projectId"), false));
    }

    /** What is made with a card is what it was approved with; a later change of it makes the approval stale, unless the source approved it, too. */
    private void raiseAsking() {
        for (Id<Card> id : asking) {
            cards.find(id.value()).filter(card -> !made.contains(id) && !projects.isNew(card.projectId())).ifPresent(card -> {
                Card raised = card.withOtherContent(source.unit().now());
                Card.Finalized finalized = raised.finalized();
                cards.save(card, finalized == null || !approved.contains(id) ? raised
                        : RecordMerge.with(raised, "finalized", new Card.Finalized(finalized.at(), finalized.by(), raised.contentRevision())));
            });
        }
    }

    /** Those of one parent by their position, and in the order of the file where positions repeat. */
    private List<RawRow> inOrder(String table, String parent) {
        return source.file().rows(table).stream()
                .sorted(Comparator.comparing((RawRow row) -> String.valueOf(row.raw().get(parent))).thenComparing(DossierMap::position))
                .toList();
    }

    /** The cards of an activity by their steps, those without one last. */
    private List<RawRow> cardsInOrder() {
        Map<String, BigDecimal> steps = new HashMap<>();
        source.file().rows("step").forEach(step -> steps.put(step.key(), position(step)));
        BigDecimal last = BigDecimal.valueOf(Long.MAX_VALUE);
        return inOrder("card", "workflow_activity_id").stream()
                .sorted(Comparator.comparing((RawRow row) -> String.valueOf(row.raw().get("workflow_activity_id")))
                        .thenComparing(row -> steps.getOrDefault(String.valueOf(new RowReader(row).textReference("step_id")), last)))
                .toList();
    }

    private static BigDecimal position(RawRow row) {
        return row.raw().get("position") instanceof Json.Num number ? number.value() : BigDecimal.ZERO;
    }

    private <E extends Placed<E>> void placeParts(String table, List<RawRow> rows, Kind<E> kind, Class<? extends PlacedStore<E>> store,
            Function<RowReader, Made<E>> reading, Set<String> kept, boolean plan) {
        source.place(table, rows, kind, new PlacingParts<>(reading, kept, plan) {
            @Override
            E created(E made, Merge notes) {
                return atTheEnd(super.created(made, notes), store);
            }
        });
    }

    /** After its siblings. Needs the project's lock. */
    private <E extends Placed<E>> E atTheEnd(E made, Class<? extends PlacedStore<E>> store) {
        Object kind = made instanceof KnowledgeItem item ? item.kind() : made.getClass();
        int place = places.computeIfAbsent(List.of(kind, made.parent()), key -> source.unit().store(store).siblings(made));
        places.put(List.of(kind, made.parent()), place + 1);
        return RecordMerge.with(made, "position", place);
    }

    private class PlacingParts<E extends Part<E>> extends DossierPlacing<E> {
        private final boolean plan;

        /** @param plan whether it is part of what is approved with the plan */
        PlacingParts(Function<RowReader, Made<E>> reading, Set<String> kept, boolean plan) {
            super(source, reading, kept);
            this.plan = plan;
        }

        @Override
        E created(E made, Merge notes) {
            projects.touch(made.projectId(), plan);
            return made;
        }

        @Override
        E changed(E before, E after, Merge notes) {
            projects.touch(before.projectId(), plan);
            return after;
        }

        @Override
        public void kept(E part, RawRow row, boolean isNew) {
            switch (part) {
                case KnowledgeItem item -> asking.add(item.cardId());
                case PlannedFile file -> asking.add(file.cardId());
                case ContextArtifact artifact -> source.unit().store(ArtifactLinkStore.class).to(artifact).forEach(link -> asking.add(link.cardId()));
                default -> { }
            }
        }
    }

    private final class PlacingCards extends PlacingParts<Card> {

        PlacingCards() {
            super(DossierMap.this::card, Set.of("projectId", "position", "contentRevision"), true);
        }

        @Override
        Card created(Card made, Merge notes) {
            DossierMap.this.made.add(made.id());
            return atTheEnd(super.created(made, notes), CardStore.class);
        }

        @Override
        public void kept(Card card, RawRow row, boolean isNew) {
            if (isNew) {
                linkToStep(card, row);
            }
        }

        @Override
        Card changed(Card before, Card after, Merge notes) {
            Card moved = super.changed(before, after, notes);
            if (!after.workflowActivityId().equals(before.workflowActivityId())) {
                boolean here = activities.find(after.workflowActivityId().value()).filter(activity -> activity.projectId().equals(before.projectId())).isPresent();
                if (here) {
                    CardStore store = source.unit().store(CardStore.class);
                    moved = RecordMerge.with(after, "position", store.siblings(after));
                    store.shift(before, before.position() + 1, Integer.MAX_VALUE, -1, source.unit().now());
                    cards.forget();
                    places.clear();
                } else {
                    notes.note("workflow_activity_id", after.workflowActivityId(), before.workflowActivityId(), "a card stays in its project");
                    moved = RecordMerge.with(after, "workflowActivityId", before.workflowActivityId());
                }
            }
            boolean asks = !after.details().title().equals(before.details().title()) || !after.details().description().equals(before.details().description());
            Card revised = asks ? RecordMerge.with(moved, "contentRevision", before.contentRevision() + 1) : moved;
            Card.Finalized finalized = after.finalized();
            if (finalized == null || finalized.equals(before.finalized())) {
                return revised;
            }
            approved.add(before.id());
            return RecordMerge.with(revised, "finalized", new Card.Finalized(finalized.at(), finalized.by(), revised.contentRevision()));
        }
    }

    private void linkToStep(Card card, RawRow row) {
        String step = new RowReader(row).textReference("step_id");
        Optional<ContextArtifact> artifact = step == null ? Optional.empty() : artifacts.find(source.origins().now(new Reference("step", step)));
        if (artifact.isPresent() && card.projectId().equals(artifact.get().projectId())) {
            link(new ArtifactLink(card.projectId(), card.id(), artifact.get().id(), DossierImport.SYSTEM, "The step that the card was part of.",
                    later(card.meta().createdAt(), artifact.get().meta().createdAt())));
        } else if (step != null && artifact.isEmpty()) {
            run.change(new ChangedValue("card", row.key(), "step_id", Json.of(step), Json.NULL, "there is no such step"));
        }
    }

    /** Dossier does not keep when it was linked: at the earliest when both were there. */
    static Instant later(Instant one, Instant two) {
        return one.isAfter(two) ? one : two;
    }

    void link(ArtifactLink link) {
        projects.touch(link.projectId(), false);
        asking.add(link.cardId());
        source.unit().store(ArtifactLinkStore.class).put(link);
        source.unit().record("card.artifact_linked", "card", link.cardId().value(), link.projectId().value(),
                Json.obj("link", Json.obj("context_artifact_id", Json.of(link.contextArtifactId().toString()))
                        .with("linked_by", Json.of(link.linkedBy())).with("usage_hint", Json.of(link.usageHint()))));
    }

    private Made<Workflow> workflow(RowReader row) {
        Project project = source.referred(row, "project_id", "project", projects.kind());
        Workflow.Details details = new Workflow.Details(row.line("title", Workflow.TITLE, "Unnamed workflow"), row.optional("description", Workflow.DESCRIPTION));
        BuildState state = buildState(row);
        return Made.of(row, meta -> new Workflow(meta, project.id(), details, state, 0));
    }

    private Made<WorkflowActivity> activity(RowReader row) {
        Workflow workflow = source.referred(row, "workflow_id", "workflow", workflows);
        WorkflowActivity.Details details = new WorkflowActivity.Details(row.line("title", WorkflowActivity.TITLE, "Unnamed activity"),
                row.wordOrNone("color", WorkflowActivity.Color.class));
        return Made.of(row, meta -> new WorkflowActivity(meta, workflow.projectId(), workflow.id(), details, 0));
    }

    private Made<Card> card(RowReader row) {
        WorkflowActivity activity = source.referred(row, "workflow_activity_id", "workflow_activity", activities);
        Card.Details details = new Card.Details(row.line("title", Card.TITLE, "Unnamed card"), row.optional("description", Card.DESCRIPTION),
                row.word("status", Card.Status.class, Card.Status.TODO), row.whole("priority", Card.PRIORITY, 0), row.optional("quick_answer", Card.QUICK_ANSWER));
        Card.Build build = new Card.Build(buildState(row), row.instant("last_built_at", "unknown"), row.optional("last_build_ref", Card.BUILD_REF),
                row.optional("last_build_error", Card.BUILD_ERROR));
        Instant finalized = row.instant("finalized_at", "not finalized");
        return Made.of(row, meta -> new Card(meta, activity.projectId(), activity.id(), details, 0, build, 1,
                finalized == null ? null : new Card.Finalized(finalized, DossierImport.SYSTEM, 1)));
    }

    /** Of builds that are over; nothing is being built by a system that is not there. */
    private static @Nullable BuildState buildState(RowReader row) {
        String word = row.string("build_state");
        BuildState state = row.word("build_state", BuildState.class);
        if (state == BuildState.FAILED || state == BuildState.COMPLETED || word == null) {
            return state;
        }
        row.changed("build_state", null, "no build of Dossier goes on");
        return null;
    }

    private Made<KnowledgeItem> knowledgeItem(RowReader row, KnowledgeItem.Kind kind) {
        Card card = source.referred(row, "card_id", "card", cards);
        KnowledgeItem.Details details = new KnowledgeItem.Details(row.text("text", KnowledgeItem.TEXT, ""),
                row.word("status", KnowledgeItem.Status.class, KnowledgeItem.Status.DRAFT),
                row.word("source", KnowledgeItem.Source.class, KnowledgeItem.Source.IMPORTED), confidence(row),
                row.optional("evidence_source", KnowledgeItem.EVIDENCE_SOURCE), "");
        return Made.of(row, meta -> new KnowledgeItem(meta, card.projectId(), card.id(), kind, details, null, 0));
    }

    private static @Nullable Double confidence(RowReader row) {
        BigDecimal number = row.number("confidence");
        if (number == null) {
            if (!row.raw("confidence").equals(Json.NULL)) {
                row.changed("confidence", null, "not a number");
            }
            return null;
        }
        BigDecimal inside = number.max(BigDecimal.ZERO).min(BigDecimal.ONE);
        if (inside.compareTo(number) != 0) {
            row.changed("confidence", new Json.Num(inside), "only from 0 to 1");
        }
        return inside.doubleValue();
    }

    private Made<PlannedFile> plannedFile(RowReader row) {
        Card card = source.referred(row, "card_id", "card", cards);
        PlannedFile.Details details = new PlannedFile.Details(glob(row), row.optional("module_hint", PlannedFile.MODULE_HINT),
                row.word("artifact_kind", PlannedFile.Kind.class, PlannedFile.Kind.UTIL), row.word("action", PlannedFile.Action.class, PlannedFile.Action.EDIT),
                row.text("intent_summary", PlannedFile.INTENT_SUMMARY, "(nothing said)"), row.optional("contract_notes", PlannedFile.CONTRACT_NOTES),
                row.word("status", PlannedFile.Status.class, PlannedFile.Status.PROPOSED));
        return Made.of(row, meta -> new PlannedFile(meta, card.projectId(), card.id(), details, 0));
    }

    private static PathGlob glob(RowReader row) {
        String written = row.string("logical_file_name");
        try {
            PathGlob glob = PathGlob.parse("logical_file_name", written == null ? "" : written);
            if (!glob.text().equals(written)) {
                row.changed("logical_file_name", glob, "the one form of it here");
            }
            return glob;
        } catch (InvalidException e) {
            throw new Unplaceable("Its logical_file_name " + e.violations().getFirst().message());
        }
    }

    private Made<ContextArtifact> artifact(RowReader row) {
        Project project = source.referred(row, "project_id", "project", projects.kind());
        String content = row.raw("content").equals(Json.NULL) ? null : row.text("content", Content.RULE, "");
        Json reference = row.json("integration_ref", source.json(), Json.EMPTY);
        ContextArtifact.Details details = new ContextArtifact.Details(row.line("name", ContextArtifact.NAME, "Unnamed artifact"),
                row.word("type", ContextArtifact.Type.class, ContextArtifact.Type.DOC), row.optional("title", ContextArtifact.TITLE),
                content == null ? null : new Content.Text(content), row.optional("uri", ContextArtifact.URI), row.optional("locator", ContextArtifact.LOCATOR),
                row.optional("mime_type", ContextArtifact.MIME_TYPE), reference instanceof Json.Obj object ? object : Json.obj("value", reference));
        String checksum = checksum(details.content());
        String written = row.string("checksum");
        if (written != null && !written.equals(checksum)) {
            row.changed("checksum", checksum, "follows from the content");
        }
        return Made.of(row, meta -> new ContextArtifact(meta, project.id(), details, checksum));
    }

    /** Dossier gave steps up; as an artifact of its cards, what a step said stays with them. */
    private Made<ContextArtifact> step(RowReader row) {
        WorkflowActivity activity = source.referred(row, "workflow_activity_id", "workflow_activity", activities);
        String title = row.line("title", WorkflowActivity.TITLE, "Unnamed step");
        ContextArtifact.Details details = new ContextArtifact.Details(title, ContextArtifact.Type.CONTEXT, "Step of " + activity.details().title(),
                new Content.Text("A step of the activity \"" + activity.details().title() + "\" in Dossier: " + title + "\n"), null, "", "text/markdown", null);
        return Made.of(row, meta -> new ContextArtifact(meta, activity.projectId(), details, checksum(details.content())));
    }

    private static String checksum(@Nullable Content content) {
        if (!(content instanceof Content.Text text)) {
            return "";
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.text().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
