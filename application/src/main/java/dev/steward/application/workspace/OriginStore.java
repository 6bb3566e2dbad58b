package dev.steward.application.workspace;

import dev.steward.domain.workspace.Origin;
import java.util.List;
import java.util.Optional;

/** Where imported rows came from; unique by system, instance, table and key. */
public interface OriginStore {

    Optional<Origin> find(Origin.Source source);

    /** Inserts, or replaces the one with the same source. */
    void put(Origin origin);

    /** All origins of one instance of a system. */
    List<Origin> ofInstance(String system, String instance);
}
