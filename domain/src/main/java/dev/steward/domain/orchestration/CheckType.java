package dev.steward.domain.orchestration;

import dev.steward.domain.Word;

/** What is checked of a run's work. {@link #POLICY} is of Steward itself: whether the commits keep to the paths they may change. */
public enum CheckType implements Word { DEPENDENCY, SECURITY, POLICY, LINT, UNIT, INTEGRATION, E2E }
