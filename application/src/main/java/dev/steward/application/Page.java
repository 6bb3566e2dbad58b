package dev.steward.application;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next the position to go on from, for {@link Query#after()}; empty when nothing follows
 */
public record Page<E>(List<E> items, Optional<List<@Nullable Object>> next) {
}
