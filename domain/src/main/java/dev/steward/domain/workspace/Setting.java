package dev.steward.domain.workspace;

import dev.steward.domain.Entity;
import dev.steward.domain.Json;

/** A named value of the workspace; known keys have a rule, unknown ones are kept as they are. */
public record Setting(Meta<Setting> meta, String key, Json value) implements Entity<Setting> {
}
