package dev.steward.http.app.doctor;

import dev.steward.domain.Json;
import dev.steward.domain.Word;

/**
 * What a check found.
 *
 * @param means what follows from it; empty when all is well
 * @param remedy what to do; empty when nothing has to be done
 */
public record Finding(Level level, String check, String what, String means, String remedy) {

    /** The worst first. */
    public enum Level implements Word {
        PROBLEM, WARNING, OK
    }

    static Finding ok(String check, String what) {
        return new Finding(Level.OK, check, what, "", "");
    }

    static Finding warning(String check, String what, String means, String remedy) {
        return new Finding(Level.WARNING, check, what, means, remedy);
    }

    static Finding problem(String check, String what, String means, String remedy) {
        return new Finding(Level.PROBLEM, check, what, means, remedy);
    }

    public Json.Obj toJson() {
        return Json.obj("level", Json.of(level.word())).with("check", Json.of(check)).with("what", Json.of(what)).with("means", Json.of(means))
                .with("remedy", Json.of(remedy));
    }
}
