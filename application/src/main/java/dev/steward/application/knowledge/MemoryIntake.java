package dev.steward.application.knowledge;

import dev.steward.application.Query;
import dev.steward.application.UnitOfWork;
import dev.steward.application.knowledge.Memory.Draft;
import dev.steward.application.knowledge.Memory.Link;
import dev.steward.application.planning.ArtifactLinkStore;
import dev.steward.application.planning.ContextArtifactStore;
import dev.steward.application.planning.KnowledgeItemStore;
import dev.steward.application.planning.Planning.Learned;
import dev.steward.application.planning.WorkflowActivityStore;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.TextRule;
import dev.steward.domain.Word;
import dev.steward.domain.knowledge.MemoryRelation.EntityType;
import dev.steward.domain.knowledge.MemoryRelation.Role;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.knowledge.MemoryUnit.Details;
import dev.steward.domain.knowledge.MemoryUnit.Kind;
import dev.steward.domain.knowledge.MemoryUnit.Source;
import dev.steward.domain.knowledge.MemoryUnit.Status;
import dev.steward.domain.knowledge.MemoryUnit.Subject;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.planning.ArtifactLink;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Content;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.domain.planning.WorkflowActivity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the memory takes up by itself: cards when they are finalized, and what agents report when they complete an assignment. Texts longer
 * than a memory are cut; the link of an artifact leads to the rest.
 */
public final class MemoryIntake {

    /** So many cards are remembered together. */
    private static final int PORTION = 500;
    private static final String PLAIN = "text/plain";
    private static final String MARKDOWN = "text/markdown";

    private final Memory memory;

    public MemoryIntake(Memory memory) {
        this.memory = memory;
    }

    /**
     * Cards were approved as they are: of each its text, each of its items that is not rejected, and the artifacts it is linked to. What is not
     * as it was when it was approved before takes the place of that; what the card does not have any more, the card itself takes the place of.
     */
    public void finalized(UnitOfWork unit, List<Card> cards) {
        for (int from = 0; from < cards.size(); from += PORTION) {
            portion(unit, cards.subList(from, Math.min(cards.size(), from + PORTION)));
        }
    }

    /** What is to be remembered of a card. */
    private record OfCard(Id<Card> card, Draft whole, List<Draft> items, List<Draft> artifacts) {

        Stream<Draft> all() {
            return Stream.of(List.of(whole), items, artifacts).flatMap(List::stream);
        }
    }

    private void portion(UnitOfWork unit, List<Card> cards) {
        List<OfCard> all = ofCards(unit, cards);
        Remembering together = new Remembering(memory, unit, all.stream().flatMap(OfCard::all).toList());
        for (OfCard of : all) {
            List<MemoryUnit> before = together.currentOf(of.card());
            MemoryUnit whole = together.remember(of.whole());
            List<MemoryUnit> now = new ArrayList<>(List.of(whole));
            of.items().forEach(item -> now.add(together.remember(item)));
            for (MemoryUnit old : before) {
                if (now.stream().noneMatch(one -> one.id().equals(old.id()))) {
                    together.replace(old, now.stream().filter(one -> one.subject().equals(old.subject())).findFirst().orElse(whole));
                }
            }
            for (Draft artifact : of.artifacts()) {
                List<MemoryUnit> former = together.currentOf(artifact.subject());
                MemoryUnit kept = together.remember(artifact);
                former.forEach(old -> together.replace(old, kept));
            }
        }
        together.keep();
    }

    private static List<OfCard> ofCards(UnitOfWork unit, List<Card> cards) {
        Set<Id<Card>> ids = cards.stream().map(Card::id).collect(Collectors.toSet());
        Map<Id<Card>, List<KnowledgeItem>> items = unit.store(KnowledgeItemStore.class)
                .list(Query.where("card_id", Integer.MAX_VALUE, cards.stream().<Object>map(card -> card.id().value()).toArray())).stream()
                .filter(item -> item.details().status() != KnowledgeItem.Status.REJECTED)
                .sorted(Comparator.comparing(KnowledgeItem::kind).thenComparingInt(KnowledgeItem::position)).collect(Collectors.groupingBy(KnowledgeItem::cardId));
        Map<Id<Card>, List<ArtifactLink>> links = unit.store(ArtifactLinkStore.class).of(ids).stream().collect(Collectors.groupingBy(ArtifactLink::cardId));
        Map<Id<ContextArtifact>, ContextArtifact> artifacts = byId(unit.store(ContextArtifactStore.class)
                .findAll(links.values().stream().flatMap(List::stream).map(ArtifactLink::contextArtifactId).collect(Collectors.toSet())));
        Map<Id<WorkflowActivity>, WorkflowActivity> activities = byId(unit.store(WorkflowActivityStore.class)
                .findAll(cards.stream().map(Card::workflowActivityId).collect(Collectors.toSet())));
        return cards.stream().map(card -> new OfCard(card.id(), ofCard(card, activities.get(card.workflowActivityId())),
                items.getOrDefault(card.id(), List.of()).stream().map(item -> ofItem(card, item)).toList(),
                links.getOrDefault(card.id(), List.of()).stream().map(link -> artifacts.get(link.contextArtifactId())).filter(Objects::nonNull)
                        .filter(MemoryIntake::canBeRemembered).map(artifact -> ofArtifact(card, artifact)).toList())).toList();
    }

    private static <E extends Entity<E>> Map<Id<E>, E> byId(List<E> entities) {
        return entities.stream().collect(Collectors.toMap(Entity::id, one -> one));
    }

    private static boolean canBeRemembered(ContextArtifact artifact) {
        return artifact.details().content() != null || artifact.details().uri() != null;
    }

    private static Draft ofCard(Card card, @Nullable WorkflowActivity activity) {
        String title = cut(card.details().title(), MemoryUnit.TITLE);
        String text = card.details().description().isBlank() ? card.details().title() : card.details().description();
        List<Link> links = new ArrayList<>(List.of(new Link(EntityType.PROJECT, card.projectId().value(), Role.SUPPORTS),
                new Link(EntityType.ACTIVITY, card.workflowActivityId().value(), Role.SUPPORTS)));
        if (activity != null) {
            links.add(new Link(EntityType.WORKFLOW, activity.workflowId().value(), Role.SUPPORTS));
        }
        return new Draft(card.projectId(), card.id(), Kind.CARD, new Subject("card", card.id().value()), Source.CARD,
                new Details(title, cut(text, MemoryUnit.CONTENT), "", MARKDOWN), Status.APPROVED, links);
    }

    private static Draft ofItem(Card card, KnowledgeItem item) {
        String text = item.details().text() + (item.details().answer().isBlank() ? "" : "\n\n" + item.details().answer());
        boolean approved = item.details().status() == KnowledgeItem.Status.APPROVED;
        return new Draft(card.projectId(), card.id(), Word.of(Kind.class, item.kind().word()), new Subject("knowledge_item", item.id().value()), Source.CARD,
                new Details("", cut(text, MemoryUnit.CONTENT), "", PLAIN), approved ? Status.APPROVED : Status.DRAFT, ofCard(card));
    }

    private static Draft ofArtifact(Card card, ContextArtifact artifact) {
        ContextArtifact.Details details = artifact.details();
        String content = details.content() instanceof Content.Text text ? text.text() : "";
        String uri = details.uri();
        return new Draft(card.projectId(), null, Kind.ARTIFACT, new Subject("context_artifact", artifact.id().value()), Source.CARD,
                new Details(details.title().isBlank() ? details.name() : details.title(), cut(content, MemoryUnit.CONTENT), uri == null ? "" : uri, details.mimeType()),
                Status.APPROVED, ofCard(card));
    }

    private static List<Link> ofCard(Card card) {
        return List.of(new Link(EntityType.CARD, card.id().value(), Role.SUPPORTS), new Link(EntityType.PROJECT, card.projectId().value(), Role.SUPPORTS));
    }

    /**
     * An assignment was completed: what its agent found out is of its card, what it learned besides of its project, all of it as drafts until
     * somebody approves it.
     */
    public void completed(UnitOfWork unit, CardAssignment assignment, List<Learned> found) {
        Subject subject = new Subject("card_assignment", assignment.id().value());
        CardAssignment.Details of = assignment.details();
        List<Link> links = List.of(new Link(EntityType.CARD, of.cardId().value(), Role.SUPPORTS), new Link(EntityType.RUN, of.runId().value(), Role.SUPPORTS),
                new Link(EntityType.PROJECT, of.projectId().value(), Role.SUPPORTS));
        List<Draft> drafts = new ArrayList<>();
        found.stream().filter(one -> !one.text().isBlank()).forEach(one -> drafts.add(new Draft(of.projectId(), of.cardId(), Word.of(Kind.class, one.kind().word()),
                subject, Source.ASSIGNMENT, new Details("", cut(one.text(), MemoryUnit.CONTENT), "", PLAIN), Status.DRAFT, links)));
        assignment.learnings().stream().filter(one -> !one.isBlank()).forEach(one -> drafts.add(new Draft(of.projectId(), null, Kind.LEARNING,
                subject, Source.ASSIGNMENT, new Details("", cut(one, MemoryUnit.CONTENT), "", PLAIN), Status.DRAFT, links)));
        memory.remember(unit, drafts);
    }

    /** Before cards go. */
    public void letGo(UnitOfWork unit, List<Card> cards) {
        memory.letGo(unit, cards);
    }

    private static String cut(String text, TextRule rule) {
        return text.codePointCount(0, text.length()) <= rule.max() ? text : text.substring(0, text.offsetByCodePoints(0, rule.max()));
    }

}
