package dev.steward.domain.planning;

import dev.steward.domain.Id;
import dev.steward.domain.PathGlob;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import java.util.UUID;

/** A file, or a set of files, that building a card is to create or edit. */
public record PlannedFile(
        Meta<PlannedFile> meta,
        Id<Project> projectId,
        Id<Card> cardId,
        Details details,
        int position) implements Placed<PlannedFile> {

    public static final TextRule MODULE_HINT = TextRule.optional(500);
    public static final TextRule INTENT_SUMMARY = TextRule.required(5_000);
    public static final TextRule CONTRACT_NOTES = TextRule.optional(20_000);

    public enum Kind implements Word { COMPONENT, ENDPOINT, SERVICE, SCHEMA, HOOK, UTIL, MIDDLEWARE, JOB, CONFIG, TEST }

    public enum Action implements Word { CREATE, EDIT }

    public enum Status implements Word { PROPOSED, USER_EDITED, APPROVED }

    /** @param logicalFileName where it is, relative to the project's root */
    public record Details(
            PathGlob logicalFileName,
            String moduleHint,
            Kind artifactKind,
            Action action,
            String intentSummary,
            String contractNotes,
            Status status) {

        public Details {
            Violations.check()
                    .text("module_hint", moduleHint, MODULE_HINT)
                    .text("intent_summary", intentSummary, INTENT_SUMMARY)
                    .text("contract_notes", contractNotes, CONTRACT_NOTES)
                    .done();
        }
    }

    public static PlannedFile create(Meta<PlannedFile> meta, Id<Project> project, Id<Card> card, Details details, int position) {
        return new PlannedFile(meta, project, card, details, position);
    }

    public PlannedFile revise(Instant now, Details details) {
        return new PlannedFile(meta.next(now), projectId, cardId, details, position);
    }

    @Override
    public PlannedFile at(Instant now, int position) {
        return new PlannedFile(meta.next(now), projectId, cardId, details, position);
    }

    @Override
    public UUID parent() {
        return cardId.value();
    }
}
