package dev.steward.domain.knowledge;

import dev.steward.domain.Entity;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import dev.steward.domain.planning.Card;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing worth remembering. It is never deleted for being wrong or old: it is rejected, or superseded by what took its place.
 *
 * @param projectId null: of the whole workspace
 * @param cardId null: of the whole project
 * @param subject what it was made from; together with {@code contentHash} it is there once
 * @param contentHash SHA-256 of kind, title, content and link, as hex
 * @param createdBy the readable name of who wrote it, or reported it
 * @param supersededBy what took its place; only while it is superseded, and not known for everything that is
 * @param timesSeen how often it was written or reported, at least 1
 */
public record MemoryUnit(
        Meta<MemoryUnit> meta,
        @Nullable Id<Project> projectId,
        @Nullable Id<Card> cardId,
        Kind kind,
        Subject subject,
        String contentHash,
        Source source,
        String createdBy,
        Details details,
        Status status,
        @Nullable Id<MemoryUnit> supersededBy,
        int timesSeen,
        Instant lastSeenAt) implements Entity<MemoryUnit> {

    public static final TextRule TITLE = TextRule.optional(500);
    public static final TextRule CONTENT = TextRule.optional(20_000);
    public static final TextRule LINK_URL = TextRule.optional(4_000);
    public static final TextRule MIME_TYPE = TextRule.optional(200);

    public enum Kind implements Word {
        CARD, REQUIREMENT, FACT, ASSUMPTION, QUESTION, ARTIFACT, LEARNING, NOTE
    }

    /** A link leads to what is to be remembered; inline, the content is it. */
    public enum ContentType implements Word {
        INLINE, LINK
    }

    public enum Status implements Word {
        DRAFT, APPROVED, REJECTED, SUPERSEDED;

        /** Whether it is found without being asked for. */
        public boolean isCurrent() {
            return this == DRAFT || this == APPROVED;
        }
    }

    /** How it came here. */
    public enum Source implements Word {
        CARD, ASSIGNMENT, USER, AGENT, IMPORTED
    }

    /** What can be done with it. */
    public enum Verb implements Word {
        APPROVE, REJECT, SUPERSEDE
    }

    private static final Map<Status, List<Verb>> ALLOWED = new EnumMap<>(Map.of(
            Status.DRAFT, List.of(Verb.APPROVE, Verb.REJECT, Verb.SUPERSEDE),
            Status.APPROVED, List.of(Verb.REJECT, Verb.SUPERSEDE),
            Status.REJECTED, List.of(Verb.APPROVE),
            Status.SUPERSEDED, List.of(Verb.APPROVE)));

    /**
     * What a unit was made from, or for one written by hand what it is about.
     *
     * @param type as events name it
     */
    public record Subject(String type, UUID id) {
    }

    /** What is remembered; at least one of content and link is there. */
    public record Details(String title, String content, String linkUrl, String mimeType) {
        public Details {
            Violations.check()
                    .text("title", title, TITLE)
                    .text("content", content, CONTENT)
                    .text("link_url", linkUrl, LINK_URL)
                    .text("mime_type", mimeType, MIME_TYPE)
                    .rule(!content.isBlank() || !linkUrl.isBlank(), "", "nothing_in_it", "A memory needs a content or a link_url; add one.")
                    .done();
        }
    }

    public MemoryUnit {
        if (cardId != null && projectId == null) {
            throw new IllegalArgumentException("A memory of a card is of its project, too");
        }
        if (supersededBy != null && status != Status.SUPERSEDED) {
            throw new IllegalArgumentException("Only what is superseded has something in its place");
        }
    }

    public static MemoryUnit create(Meta<MemoryUnit> meta, @Nullable Id<Project> project, @Nullable Id<Card> card, Kind kind, Subject subject,
            String contentHash, Source source, String createdBy, Details details, Status status) {
        return new MemoryUnit(meta, project, card, kind, subject, contentHash, source, createdBy, details, status, null, 1, meta.createdAt());
    }

    public ContentType contentType() {
        return details.content().isBlank() ? ContentType.LINK : ContentType.INLINE;
    }

    public MemoryUnit revise(Instant now, Details changed, String hash) {
        return new MemoryUnit(meta.next(now), projectId, cardId, kind, subject, hash, source, createdBy, changed, status, supersededBy, timesSeen, lastSeenAt);
    }

    /** Back from rejected or superseded, too. The same again changes nothing. */
    public MemoryUnit approve(Instant now) {
        return to(now, Verb.APPROVE, Status.APPROVED, null);
    }

    public MemoryUnit reject(Instant now) {
        return to(now, Verb.REJECT, Status.REJECTED, null);
    }

    /** @param by what takes its place */
    public MemoryUnit supersede(Instant now, Id<MemoryUnit> by) {
        if (by.equals(id())) {
            Violations.check().add("by", "itself", "Nothing takes its own place; name another memory.").done();
        }
        return to(now, Verb.SUPERSEDE, Status.SUPERSEDED, by);
    }

    private MemoryUnit to(Instant now, Verb verb, Status next, @Nullable Id<MemoryUnit> by) {
        if (status == next && (by == null || by.equals(supersededBy))) {
            return this;
        }
        List<Verb> allowed = ALLOWED.getOrDefault(status, List.of());
        if (!allowed.contains(verb)) {
            throw new RefusedException(ErrorCode.INVALID_TRANSITION, "This memory is " + status.word() + ", from where it cannot " + verb.word() + "; it can "
                    + String.join(", ", allowed.stream().map(Word::word).toList()) + ".",
                    Map.of("state", Json.of(status.word()), "allowed", Json.of(allowed.stream().map(one -> Json.of(one.word())).toList())));
        }
        return new MemoryUnit(meta.next(now), projectId, cardId, kind, subject, contentHash, source, createdBy, details, next, by, timesSeen, lastSeenAt);
    }

    /** It was reported again; {@code approved} says whether somebody stands for it now. */
    public MemoryUnit seenAgain(Instant now, boolean approved) {
        Status next = approved && status == Status.DRAFT ? Status.APPROVED : status;
        return new MemoryUnit(meta.next(now), projectId, cardId, kind, subject, contentHash, source, createdBy, details, next, supersededBy, timesSeen + 1, now);
    }

    /** Its card goes; it stays with the project. */
    public MemoryUnit withoutCard(Instant now) {
        return new MemoryUnit(meta.next(now), projectId, null, kind, subject, contentHash, source, createdBy, details, status, supersededBy, timesSeen, lastSeenAt);
    }

    /** What can be done with it now. */
    public List<Verb> allowed() {
        return ALLOWED.getOrDefault(status, List.of());
    }
}
