package dev.steward.http.app.doctor;

import java.util.List;

/** Looks at one thing. */
record Check(String name, Look look) {

    interface Look {
        List<Finding> run() throws Exception;
    }

    /** One that cannot be made is a finding too, and the others go on. */
    List<Finding> run() {
        try {
            return look.run();
        } catch (Exception e) {
            return List.of(Finding.problem(name, "It could not be looked at: " + e.getMessage(), "Nothing is known about it.",
                    "Run this as the user that runs Steward, with the same --data-dir and --db; with PostgreSQL, as the owner of the tables."));
        }
    }

    /** The findings, or that all is well when there are none. */
    static List<Finding> orElse(List<Finding> findings, Finding well) {
        return findings.isEmpty() ? List.of(well) : findings;
    }
}
