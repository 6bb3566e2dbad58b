package dev.steward.domain.planning;

import dev.steward.domain.Id;
import dev.steward.domain.SearchText;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is known, asked or required of a card.
 *
 * @param kind stays what it is
 * @param answered by whom and when a question was answered, null while it is open and for all other kinds
 */
public record KnowledgeItem(
        Meta<KnowledgeItem> meta,
        Id<Project> projectId,
        Id<Card> cardId,
        Kind kind,
        Details details,
        @Nullable Answered answered,
        int position) implements Placed<KnowledgeItem> {

    public static final TextRule TEXT = TextRule.required(20_000);
    public static final TextRule EVIDENCE_SOURCE = TextRule.optional(2_000);
    public static final TextRule ANSWER = TextRule.optional(20_000);

    public enum Kind implements Word { REQUIREMENT, FACT, ASSUMPTION, QUESTION }

    public enum Status implements Word { DRAFT, APPROVED, REJECTED }

    public enum Source implements Word { AGENT, USER, IMPORTED }

    /**
     * @param confidence from 0 to 1, null when nobody said
     * @param evidenceSource where a fact comes from; facts only
     * @param answer empty while a question is open; questions only
     */
    public record Details(String text, Status status, Source source, @Nullable Double confidence, String evidenceSource, String answer) {
    }

    public record Answered(Instant at, String by) {
    }

    public KnowledgeItem {
        Violations.check()
                .text("text", details.text(), TEXT)
                .rule(details.confidence() == null || details.confidence() >= 0 && details.confidence() <= 1, "confidence", "out_of_range",
                        () -> details.confidence() + " is outside 0 to 1.")
                .text("evidence_source", details.evidenceSource(), EVIDENCE_SOURCE)
                .rule(details.evidenceSource().isEmpty() || kind == Kind.FACT, "evidence_source", "facts_only",
                        () -> "Only a fact has evidence, this is a " + kind.word() + "; leave it empty, or add a fact.")
                .text("answer", details.answer(), ANSWER)
                .rule(details.answer().isEmpty() || kind == Kind.QUESTION, "answer", "questions_only",
                        () -> "Only a question has an answer, this is a " + kind.word() + "; leave it empty, or add a question.")
                .done();
    }

    /** @param by the label of who wrote it, for an answer */
    public static KnowledgeItem create(
            Meta<KnowledgeItem> meta, Id<Project> project, Id<Card> card, Kind kind, Details details, String by, int position) {
        return new KnowledgeItem(meta, project, card, kind, details,
                details.answer().isEmpty() ? null : new Answered(meta.createdAt(), by), position);
    }

    /** @param by the label of who wrote it; another answer is theirs */
    public KnowledgeItem revise(Instant now, Details details, String by) {
        Answered next = details.answer().isEmpty() ? null
                : details.answer().equals(this.details.answer()) ? answered : new Answered(now, by);
        return new KnowledgeItem(meta.next(now), projectId, cardId, kind, details, next, position);
    }

    @Override
    public KnowledgeItem at(Instant now, int position) {
        return new KnowledgeItem(meta.next(now), projectId, cardId, kind, details, answered, position);
    }

    /** What two texts have alike that say the same in other spacing and case. */
    public static String normalized(String text) {
        return SearchText.fold(text).strip().replaceAll("\\s+", " ");
    }

    @Override
    public UUID parent() {
        return cardId.value();
    }
}
