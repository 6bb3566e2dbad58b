package dev.steward.jdbc.orchestration;

import dev.steward.jdbc.Rows;

/** The table {@code approval_request}. */
public interface ApprovalRequestRows extends Rows<ApprovalRequestRow> {
}
