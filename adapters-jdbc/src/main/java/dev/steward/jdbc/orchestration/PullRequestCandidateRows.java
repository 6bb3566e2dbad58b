package dev.steward.jdbc.orchestration;

import dev.steward.jdbc.Rows;

/** The table {@code pull_request_candidate}. */
public interface PullRequestCandidateRows extends Rows<PullRequestCandidateRow> {
}
