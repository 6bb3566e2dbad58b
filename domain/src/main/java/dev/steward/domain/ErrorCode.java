package dev.steward.domain;

/** Every way in which Steward says no. The word is stable: clients branch on it. */
public enum ErrorCode implements Word {
    MALFORMED(400, "The request could not be read", "Send well-formed JSON in UTF-8, at most 100 levels deep."),
    INVALID_PARAMETER(400, "A query parameter or header was not understood", "Take only the parameters that the route's documentation names."),
    INVALID_CURSOR(400, "The cursor does not belong to this list", "Start again without a cursor, and keep filters and sorting while paging."),
    UNAUTHENTICATED(401, "No valid token", "Send 'Authorization: Bearer stw_…' with a token from 'steward token create'."),
    FORBIDDEN(403, "The token's scopes do not allow this", "Use a token that has the scope named in the answer."),
    NOT_FOUND(404, "Not found", "Check the id or slug; a row of another workspace is never visible."),
    METHOD_NOT_ALLOWED(405, "The route does not know this method", "See the Allow header and the API documentation."),
    NOT_ACCEPTABLE(406, "No representation matches the Accept header", "Accept application/json, or what the route's documentation names."),
    REQUEST_TIMEOUT(408, "The request did not arrive in time", "Send it again, all at once."),
    DUPLICATE(409, "Such a row exists already", "Use the existing row, or choose another value."),
    ARCHIVED(409, "The project is archived", "Unarchive the project first: POST /api/v1/projects/{p}/unarchive."),
    HAS_DEPENDENTS(409, "Other rows depend on this one", "Delete those first, or repeat with ?cascade=true."),
    INVALID_TRANSITION(409, "The state does not allow this", "Read the row and take one of its allowed transitions."),
    CLAIMED(409, "Another agent holds this assignment", "Claim another one, or wait until the lease named in the answer ends."),
    WAITING(409, "The assignment waits for another one", "Wait with POST /api/v1/assignments/claim and wait_seconds; 'blocked_by' names what it waits for."),
    STALE_FENCE(409, "Another claim came after this one", "Stop working on the assignment; what is claimed again has a new fence."),
    LEASE_LOST(409, "The lease has ended", "Claim the assignment again, and send heartbeats before the lease ends."),
    GATE_CLOSED(409, "Required checks have not passed", "Let every check named in 'checks' pass, then repeat the request."),
    APPROVAL_REQUIRED(409, "Nobody has approved this", "Ask with POST /api/v1/runs/{id}/approvals and wait for the answer."),
    SUPERSEDED(409, "What it was about has changed", "Look at what is there now, and ask again with POST /api/v1/runs/{id}/approvals."),
    ALREADY_FINAL(409, "The review is final", "A final review is not changed any more."),
    SEQUENCE_MISMATCH(409, "The map has changed since it was read", "Read the map again, and send its current action_sequence as expected_sequence."),
    ANSWER_TOO_LARGE(409, "There is too much for one answer", "Read it page by page from the lists that the answer names."),
    NOT_READY(409, "Something is missing first", "Add what 'missing' names, then repeat."),
    IDEMPOTENCY_IN_FLIGHT(409, "The first request with this Idempotency-Key is still running", "Repeat the same request in a moment."),
    STALE_VERSION(412, "The row has changed since it was read", "Read it again and send its current ETag in If-Match."),
    TOO_LARGE(413, "The body is too large", "Send at most the number of bytes named in the answer."),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not understood", "Send application/json."),
    INVALID(422, "The body breaks rules", "Correct every member named in 'errors' and send it again."),
    ACTION_REJECTED(422, "An action of the batch was rejected, so none was applied", "Correct the action at 'index' and send the whole batch again."),
    IDEMPOTENCY_KEY_REUSED(422, "This Idempotency-Key belongs to another request", "Use a new key for a new request."),
    IF_MATCH_REQUIRED(428, "If-Match is required", "Agents send the ETag they read in If-Match."),
    EXPECTED_SEQUENCE_REQUIRED(428, "expected_sequence is required", "Agents send the action_sequence of the map they read."),
    RATE_LIMITED(429, "Too many requests", "Wait as many seconds as Retry-After says."),
    GONE(410, "No longer kept", "Start again from what the route still has."),
    INTERNAL(500, "Steward failed", "Report the request_id; the server's log has the cause."),
    UNAVAILABLE(503, "Steward cannot answer now", "Repeat after as many seconds as Retry-After says.");

    private final int status;
    private final String title;
    private final String remedy;

    ErrorCode(int status, String title, String remedy) {
        this.status = status;
        this.title = title;
        this.remedy = remedy;
    }

    /** The HTTP status (RFC 9110) that answers a request refused for this reason. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** What the caller can do about it. */
    public String remedy() {
        return remedy;
    }
}
