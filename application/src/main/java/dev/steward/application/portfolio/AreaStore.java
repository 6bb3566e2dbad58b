package dev.steward.application.portfolio;

import dev.steward.application.Store;
import dev.steward.domain.portfolio.Area;

/** The areas of a workspace, unique by slug. */
public interface AreaStore extends Store<Area> {
}
