package dev.steward.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A line of the table.
 *
 * @param number that of the promise; several lines may share one
 * @param must where the promise begins
 * @param aim what is wanted
 * @param least whether the measured value must be at least that; else at most
 * @param unit behind the values, empty for a ratio
 * @param needs what is measured in each round for it
 * @param value what it says, of one round's measurements
 */
record Row(int number, String what, double must, double aim, boolean least, String unit, List<Cell> needs, ToDoubleFunction<Round> value) {

    /** One measurement, taken once in each round for all rows that need it. Warms up when it is asked to, and then puts nothing. */
    interface Cell {

        String name();

        void warmUp();

        /** Puts one or more values under names that start with its own. */
        void measure(Round round);
    }

    /** The rate of one cell's {@code value} divided by another's. */
    static Row ratio(int number, String what, double must, double aim, Cell one, String value, Cell other, String otherValue) {
        return new Row(number, what, must, aim, true, "", List.of(one, other), round -> round.get(one.name() + value) / round.get(other.name() + otherValue));
    }

    /** The rate of one cell divided by that of another. */
    static Row rates(int number, String what, double must, double aim, Cell one, Cell other) {
        return ratio(number, what, must, aim, one, Cells.RATE, other, Cells.RATE);
    }

    /** A value that must not be larger. */
    static Row atMost(int number, String what, double must, double aim, String unit, Cell cell, String value) {
        return new Row(number, what, must, aim, false, unit, List.of(cell), round -> round.get(cell.name() + value));
    }

    String verdict(double measured) {
        if (least ? measured >= aim : measured <= aim) {
            return "aim";
        }
        return (least ? measured >= must : measured <= must) ? "must" : "**missed**";
    }
}
