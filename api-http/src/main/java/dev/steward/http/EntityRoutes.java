package dev.steward.http;

import dev.steward.application.Entities;

/** A controller whose routes are about one kind of entity; the API description takes name and shape from it. */
public interface EntityRoutes {

    Entities<?> entities();
}
