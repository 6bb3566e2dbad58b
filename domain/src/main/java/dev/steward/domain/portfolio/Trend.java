package dev.steward.domain.portfolio;

import dev.steward.domain.Word;

/** How a score changed since the week before. */
public record Trend(int difference) {

    public enum Direction implements Word { UP, DOWN, FLAT }

    public Direction direction() {
        return difference > 0 ? Direction.UP : difference < 0 ? Direction.DOWN : Direction.FLAT;
    }
}
