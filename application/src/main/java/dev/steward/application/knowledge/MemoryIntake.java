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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the memory takes up by itself: cards when they are finalized, and what agents report when they complete an assignment. Texts longer
 * than a memory are cut; the link of an artifact leads to the rest.
 */
public final class MemoryIntake {

    private static final String PLAIN = "text/plain";
    private static final String MARKDOWN = "text/markdown";

    private final Memory memory;

    public MemoryIntake(Memory memory) {
        this.memory = memory;
    }

    /**
     * A card was approved as it is: its text, each of its items that is not rejected, and the artifacts it is linked to. What is not as it
     * was when it was approved before takes the place of that; what the card does not have any more, the card itself takes the place of.
     */
    public void finalized(UnitOfWork unit, Card card) {
        List<MemoryUnit> before = memory.currentOf(unit, card.id());
        MemoryUnit whole = memory.remember(unit, ofCard(unit, card));
        List<MemoryUnit> now = new ArrayList<>(List.of(whole));
        items(unit, card).forEach(item -> now.add(memory.remember(unit, ofItem(card, item))));
        for (MemoryUnit old : before) {
            if (now.stream().noneMatch(one -> one.id().equals(old.id()))) {
                memory.replace(unit, old, now.stream().filter(one -> one.subject().equals(old.subject())).findFirst().orElse(whole));
            }
        }
        for (ArtifactLink link : unit.store(ArtifactLinkStore.class).of(card.id())) {
            unit.store(ContextArtifactStore.class).find(link.contextArtifactId()).filter(MemoryIntake::canBeRemembered).ifPresent(artifact -> {
                Draft draft = ofArtifact(card, artifact);
                List<MemoryUnit> former = memory.currentOf(unit, draft.subject());
                MemoryUnit kept = memory.remember(unit, draft);
                former.forEach(old -> memory.replace(unit, old, kept));
            });
        }
    }

    private static List<KnowledgeItem> items(UnitOfWork unit, Card card) {
        return unit.store(KnowledgeItemStore.class).list(Query.where("card_id", Integer.MAX_VALUE, card.id().value())).stream()
                .filter(item -> item.details().status() != KnowledgeItem.Status.REJECTED)
                .sorted(Comparator.comparing(KnowledgeItem::kind).thenComparingInt(KnowledgeItem::position)).toList();
    }

    private static boolean canBeRemembered(ContextArtifact artifact) {
        return artifact.details().content() != null || artifact.details().uri() != null;
    }

    private Draft ofCard(UnitOfWork unit, Card card) {
        String title = cut(card.details().title(), MemoryUnit.TITLE);
        String text = card.details().description().isBlank() ? card.details().title() : card.details().description();
        List<Link> links = new ArrayList<>(List.of(new Link(EntityType.PROJECT, card.projectId().value(), Role.SUPPORTS),
                new Link(EntityType.ACTIVITY, card.workflowActivityId().value(), Role.SUPPORTS)));
        unit.store(WorkflowActivityStore.class).find(card.workflowActivityId())
                .ifPresent(activity -> links.add(new Link(EntityType.WORKFLOW, activity.workflowId().value(), Role.SUPPORTS)));
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
        found.stream().filter(one -> !one.text().isBlank()).forEach(one -> memory.remember(unit, new Draft(of.projectId(), of.cardId(), Word.of(Kind.class, one.kind().word()),
                subject, Source.ASSIGNMENT, new Details("", cut(one.text(), MemoryUnit.CONTENT), "", PLAIN), Status.DRAFT, links)));
        assignment.learnings().stream().filter(one -> !one.isBlank()).forEach(one -> memory.remember(unit, new Draft(of.projectId(), null, Kind.LEARNING,
                subject, Source.ASSIGNMENT, new Details("", cut(one, MemoryUnit.CONTENT), "", PLAIN), Status.DRAFT, links)));
    }

    /** Before cards go. */
    public void letGo(UnitOfWork unit, List<Card> cards) {
        memory.letGo(unit, cards);
    }

    private static String cut(String text, TextRule rule) {
        return text.codePointCount(0, text.length()) <= rule.max() ? text : text.substring(0, text.offsetByCodePoints(0, rule.max()));
    }

}
