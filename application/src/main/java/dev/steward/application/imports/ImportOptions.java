package dev.steward.application.imports;

import dev.steward.domain.InvalidException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import java.util.Optional;

/**
 * @param instance tells two sources apart; the file's own when empty
 * @param dryRun   does the same and takes it back
 */
public record ImportOptions(Optional<String> instance, boolean dryRun) {

    private static final TextRule INSTANCE = TextRule.required(100);

    /** @throws InvalidException when the instance is no name */
    public ImportOptions {
        instance.ifPresent(name -> Violations.check().text("instance", name, INSTANCE).done());
    }
}
