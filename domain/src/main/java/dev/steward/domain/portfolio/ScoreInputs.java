package dev.steward.domain.portfolio;

import dev.steward.domain.NumberRule;
import dev.steward.domain.Violations;

/**
 * What a score was computed from, counted the way of its formula: see {@link ScoreFormula#inputs}.
 *
 * @param planned sessions of the week that were planned, done ones included
 * @param done those of them that are done
 * @param milestones of the project, of all time
 * @param milestonesDone those of them that are done
 */
public record ScoreInputs(int planned, int done, int milestones, int milestonesDone) {

    private static final NumberRule COUNT = new NumberRule(0, Integer.MAX_VALUE);

    public ScoreInputs {
        Violations.check()
                .number("planned", planned, COUNT)
                .number("done", done, COUNT)
                .number("milestones", milestones, COUNT)
                .number("milestones_done", milestonesDone, COUNT)
                .done();
    }
}
