package dev.steward.jdbc.orchestration;

import dev.steward.jdbc.Rows;

/** The table {@code policy_profile}. */
public interface PolicyProfileRows extends Rows<PolicyProfileRow> {
}
