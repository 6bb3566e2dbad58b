package dev.steward.application;

/** The stores of one unit of work. */
public interface Stores {

    /**
     * The store behind {@code port}, confined to the workspace of this unit.
     *
     * @throws IllegalArgumentException when the adapter has none, which is a fault of the wiring
     */
    <S> S of(Class<S> port);
}
