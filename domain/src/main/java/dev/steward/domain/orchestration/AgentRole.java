package dev.steward.domain.orchestration;

import dev.steward.domain.Word;

/** What an agent does for a card. */
public enum AgentRole implements Word { PLANNER, CODER, REVIEWER, INTEGRATOR, TESTER }
