package dev.steward.domain.planning;

import dev.steward.domain.Word;

/** How far building something is; only runs change it. */
public enum BuildState implements Word { QUEUED, RUNNING, BLOCKED, FAILED, COMPLETED }
