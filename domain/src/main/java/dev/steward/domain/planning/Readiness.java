package dev.steward.domain.planning;

import dev.steward.domain.Word;
import dev.steward.domain.portfolio.Project;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands between a card, or a plan, and its next step; everything at once.
 *
 * @param missing what must be there first
 * @param warnings what a person should look at, and may leave as it is
 */
public record Readiness(List<Missing> missing, List<Warning> warnings) {

    public Readiness {
        missing = List.copyOf(missing);
        warnings = List.copyOf(warnings);
    }

    public enum Missing implements Word {
        NO_CARD("The plan has no card; add one."),
        PROJECT_NOT_FINALIZED("The project's plan is not approved; finalize the project first."),
        PROJECT_STALE("The project's plan has changed since it was approved; finalize the project again."),
        NO_REQUIREMENT("The card has no requirement; add a knowledge item of that kind."),
        NO_PLANNED_FILE("The card has no planned file; add one."),
        CARD_NOT_FINALIZED("The card is not approved; finalize it."),
        CARD_STALE("What the card asks for has changed since it was approved; finalize it again.");

        private final String message;

        Missing(String message) {
            this.message = message;
        }

        /** What it means, and what to do. */
        public String message() {
            return message;
        }
    }

    public enum Warning implements Word {
        OPEN_QUESTIONS("A question has no answer."),
        UNVERIFIED_ASSUMPTIONS("An assumption is neither approved nor rejected.");

        private final String message;

        Warning(String message) {
            this.message = message;
        }

        public String message() {
            return message;
        }
    }

    /** Whether a project's plan can be approved. */
    public static Readiness toFinalize(long cards) {
        return new Readiness(cards == 0 ? List.of(Missing.NO_CARD) : List.of(), List.of());
    }

    /** Whether a card can be approved. */
    public static Readiness toFinalize(Project project, CardCounts counts) {
        List<Missing> missing = new ArrayList<>();
        if (!project.isFinalized()) {
            missing.add(Missing.PROJECT_NOT_FINALIZED);
        } else if (project.isStale()) {
            missing.add(Missing.PROJECT_STALE);
        }
        if (counts.requirements() == 0) {
            missing.add(Missing.NO_REQUIREMENT);
        }
        if (counts.plannedFiles() == 0) {
            missing.add(Missing.NO_PLANNED_FILE);
        }
        List<Warning> warnings = new ArrayList<>();
        if (counts.openQuestions() > 0) {
            warnings.add(Warning.OPEN_QUESTIONS);
        }
        if (counts.unverifiedAssumptions() > 0) {
            warnings.add(Warning.UNVERIFIED_ASSUMPTIONS);
        }
        return new Readiness(missing, warnings);
    }

    /** Whether a card can be given to an agent: what {@link #toFinalize(Project, CardCounts)} asks, and that it was approved as it is. */
    public static Readiness toBuild(Project project, Card card, CardCounts counts) {
        Readiness approval = toFinalize(project, counts);
        List<Missing> missing = new ArrayList<>(approval.missing());
        if (!card.isFinalized()) {
            missing.add(Missing.CARD_NOT_FINALIZED);
        } else if (card.isStale()) {
            missing.add(Missing.CARD_STALE);
        }
        return new Readiness(missing, approval.warnings());
    }

    public boolean isReady() {
        return missing.isEmpty();
    }
}
