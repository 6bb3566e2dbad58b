package dev.steward.http.mcp;

import dev.steward.http.Calls;
import dev.steward.http.mcp.Operations.Operation;
import dev.steward.http.mcp.RouteTool.Case;
import dev.steward.http.mcp.RouteTool.Look;
import java.util.List;

/**
 * The tools that a client gets when it asks for nothing else: enough for an agent to find, do and report work, and for a person's
 * assistant to plan a week and a story map. All of them together cost a model no more than 6,000 tokens.
 */
final class DefaultTools {

    private final Operations operations;
    private final Calls calls;

    private DefaultTools(Operations operations, Calls calls) {
        this.operations = operations;
        this.calls = calls;
    }

    static List<Tool> of(Operations operations, Calls calls) {
        return new DefaultTools(operations, calls).all();
    }

    private List<Tool> all() {
        return List.of(
                tool("list_projects", "Projects", "List projects; q searches their names and texts.",
                        List.of("q", "status", "limit", "cursor"), List.of("items", "next"), one("listProjects")),
                tool("read_plan", "Story map of a project", "A project's plan: workflows, activities, cards, and per card whether it is ready or what is missing.",
                        List.of("project"), List.of("action_sequence", "plan_revision", "is_stale", "counts", "workflows"), one("getStoryMap")),
                tool("change_plan", "Change a story map",
                        "Preview or apply a batch of planning actions to a project's story map, all or none. An id may be $n: what action n of this batch made. "
                                + "target_ref names what is changed or the parent, such as {\"card_id\": …}. Preview first.",
                        List.of("mode", "project", "actions", "expected_sequence", "idempotency_key"), List.of("action_sequence", "results"),
                        one("previewPlanningActions").when("mode", "preview"), one("applyPlanningActions").when("mode", "apply")),
                tool("read_card", "A card and its state", "Read a card of a project.", List.of("project", "card_id"), List.of("id", "title", "description", "readiness", "version"),
                        one("getCard").naming("id", "card_id")),
                tool("list_knowledge", "Knowledge of a card", "Requirements, facts, assumptions and questions of a card; a question's answer is in `answer`.",
                        List.of("card", "kind", "status"), List.of("items", "next"), one("listKnowledge")),
                tool("add_knowledge", "Ask a question or note a fact", "Add to a card: kind question asks what only a person can answer, fact or assumption notes what was found out.",
                        List.of("card", "kind", "text", "confidence", "evidence_source", "idempotency_key"), List.of("id", "version"), one("createKnowledgeItem")),
                tool("find_work", "Runs and assignments", "Runs of a project; with run_id instead, the assignments of that run, each with status and blocked_by.",
                        List.of("project", "run_id", "status", "limit", "cursor"), List.of("items", "next"),
                        one("listAssignments").naming("id", "run_id").when("run_id"), one("listRuns")),
                tool("claim_assignment", "Claim an assignment",
                        "Take the next assignment that fits, or the one named by assignment_id. Answers its brief, its fence (send it with all that follows) and lease_expires_at. "
                                + "With wait_seconds it waits; nothing is answered when there is none.",
                        List.of("agent", "assignment_id", "roles", "profiles", "project_id", "run_id", "wait_seconds", "idempotency_key"),
                        List.of("id", "fence", "brief", "feature_branch", "allowed_paths", "lease_expires_at", "run_id", "card_id"),
                        one("claimAssignment").naming("id", "assignment_id").when("assignment_id"), one("claimNextAssignment")),
                tool("read_brief", "Brief of an assignment", "What an agent needs to know of an assignment as one Markdown text within max_tokens: card, requirements, files, artifacts, memory, policy.",
                        List.of("assignment_id", "max_tokens"), List.of("markdown", "tokens", "left_out", "retrieval_id"), one("getAssignmentBrief").naming("id", "assignment_id")),
                tool("heartbeat_assignment", "Keep the lease", "Extend the lease; call it well before lease_expires_at. cancel_requested tells to stop.",
                        List.of("assignment_id", "fence"), List.of("cancel_requested", "lease_expires_at"), one("heartbeatAssignment").naming("id", "assignment_id")),
                tool("report_commit", "Report a commit", "Report a commit on the assignment's feature branch with all files it changed.",
                        List.of("assignment_id", "fence", "sha", "branch", "message", "files_changed", "idempotency_key"), List.of("sha", "violations"),
                        one("reportCommit").naming("id", "assignment_id")),
                tool("report_check", "Report a check", "Report the outcome of a check on a run, or on one assignment's work with assignment_id and fence.",
                        List.of("run_id", "check_type", "status", "output", "assignment_id", "fence", "idempotency_key"), List.of("id", "status"),
                        one("reportCheck").naming("id", "run_id")),
                tool("finish_assignment", "End work on an assignment",
                        "complete {summary, knowledge, learnings}: it is done. fail {error}: given up for good. release: others may take it. block {reason}: put aside until a person resumes it.",
                        List.of("outcome", "assignment_id", "fence", "summary", "knowledge", "learnings", "error", "reason", "idempotency_key"), List.of("id", "status"),
                        one("completeAssignment").naming("id", "assignment_id").when("outcome", "complete"), one("failAssignment").naming("id", "assignment_id").when("outcome", "fail"),
                        one("releaseAssignment").naming("id", "assignment_id").when("outcome", "release"), one("blockAssignment").naming("id", "assignment_id").when("outcome", "block")),
                tool("search_memory", "Search the memory", "Find what was learned and decided before, by words in any language; hits of the card first, then of the project. Each says why it is there.",
                        List.of("query", "project_id", "card_id", "kinds", "limit"), List.of("retrieval_id", "hits", "vectors"), one("searchMemory")),
                tool("judge_memory", "Judge a hit", "Say whether a hit of search_memory or of the brief was useful, not useful or wrong; later searches learn from it.",
                        List.of("retrieval_id", "memory_id", "verdict", "note"), List.of(), one("judgeMemoryHit").naming("id", "retrieval_id").naming("hit", "memory_id")),
                tool("get_week", "A week", "Everything about a week: budget, sessions by day and project, scores, milestones, review.",
                        List.of("week"), List.of("week_key", "date_from", "date_to", "budget", "days", "milestones_due"), one("getWeek")),
                tool("create_session", "Plan a session", "Plan a work session of a project on a day.",
                        List.of("project_id", "scheduled_date", "title", "description", "duration_minutes", "milestone_id", "status", "idempotency_key"),
                        List.of("id", "status", "week_key", "version"), one("createSession")),
                tool("change_session", "Change a session",
                        "complete {notes}, start, reopen or reschedule {scheduled_date} a session. Agents say the version they read as if_version.",
                        List.of("change", "session_id", "notes", "scheduled_date", "if_version", "idempotency_key"), List.of("id", "status", "scheduled_date", "version"),
                        one("completeSession").naming("id", "session_id").when("change", "complete"), one("startSession").naming("id", "session_id").when("change", "start"),
                        one("reopenSession").naming("id", "session_id").when("change", "reopen"), one("rescheduleSession").naming("id", "session_id").when("change", "reschedule")),
                tool("carry_over_week", "Carry over what is unfinished", "Move unfinished sessions of a week to the same weekdays of another; with dry_run only tell which.",
                        List.of("week", "to", "dry_run", "idempotency_key"), List.of(), one("carryOverWeek")));
    }

    private Case one(String operation) {
        Operation found = operations.named(operation);
        return Case.always(found);
    }

    private Tool tool(String name, String title, String description, List<String> arguments, List<String> answers, Case... cases) {
        return new RouteTool(name, title, description, List.of(cases), new Look(arguments, answers, true), calls);
    }
}
