package dev.steward.http.acceptance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** What every suite starts with: the shared server of its engine, and a person in a workspace that nothing else uses. */
abstract class Suite {

    static final String WEEK = "2026.15";

    final Engine engine;
    Server server;
    Client person;

    Suite(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    final void enter() {
        server = server();
        person = server.person();
    }

    Server server() {
        return engine.server();
    }

    final String project(String name) {
        return person.create("/projects", "{'name':'" + name + "'}");
    }

    final String session(String project, String date) {
        return person.create("/sessions", "{'project_id':'" + project + "','scheduled_date':'" + date + "','status':'planned'}");
    }

    final String milestone(String project, String description) {
        return person.create("/milestones", "{'project_id':'" + project + "','description':'" + description + "'}");
    }

    /**
     * A uniform resource.
     *
     * @param path with {@code {p}} for a project's id
     * @param body of a create
     * @param change of an update
     */
    record Kind(String path, String body, String change, String member, Object changed) {

        Kind in(String project) {
            return new Kind(path.replace("{p}", project), body.replace("{p}", project), change, member, changed);
        }

        @Override
        public String toString() {
            return path;
        }
    }

    static List<Kind> kinds() {
        return List.of(
                new Kind("/areas", "{'name':'Client work','type':'client_work'}", "{'color':'#1F6FEB'}", "color", "#1F6FEB"),
                new Kind("/organizations", "{'name':'acme'}", "{'display_name':'ACME Ltd.'}", "display_name", "ACME Ltd."),
                new Kind("/projects", "{'name':'Second novel'}", "{'priority':1}", "priority", 1),
                new Kind("/milestones", "{'project_id':'{p}','description':'A first draft'}", "{'notes':'Read it aloud'}", "notes", "Read it aloud"),
                new Kind("/sessions", "{'project_id':'{p}','scheduled_date':'2026-04-07'}", "{'title':'Chapter 3'}", "title", "Chapter 3"),
                new Kind("/tags", "{'label':'Deep work'}", "{'label':'Deeper work'}", "key", "deeper work"),
                new Kind("/projects/{p}/repositories", "{'remote_url':'git@github.com:ada/novel.git'}", "{'default_branch':'trunk'}", "default_branch", "trunk"));
    }

    /** One of each thing, in the project {@code novel}; by the plural that stands before its id in a path. */
    final Map<String, String> everything() {
        Map<String, String> things = new LinkedHashMap<>();
        things.put("areas", person.create("/areas", "{'name':'Work','type':'home'}"));
        things.put("organizations", person.create("/organizations", "{'name':'acme'}"));
        String project = project("Novel");
        things.put("projects", project);
        things.put("milestones", milestone(project, "Draft"));
        things.put("sessions", session(project, "2026-04-07"));
        things.put("tags", person.create("/tags", "{'label':'Deep'}"));
        things.put("repositories", person.create("/projects/novel/repositories", "{'local_path':'/x'}"));
        things.put("workflows", person.create("/projects/novel/workflows", "{'title':'Read'}"));
        things.put("activities", person.create("/projects/novel/activities", "{'title':'Find','workflow_id':'" + things.get("workflows") + "'}"));
        things.put("cards", person.create("/projects/novel/cards", "{'title':'Search','workflow_activity_id':'" + things.get("activities") + "'}"));
        things.put("knowledge", person.create("/cards/" + things.get("cards") + "/knowledge", "{'kind':'fact','text':'x'}"));
        things.put("planned-files", person.create("/cards/" + things.get("cards") + "/planned-files",
                "{'logical_file_name':'a.ts','artifact_kind':'util','action':'create','intent_summary':'x'}"));
        things.put("artifacts", person.create("/projects/novel/artifacts", "{'name':'Style','type':'doc','content':'x'}"));
        person.post("/cards/" + things.get("cards") + "/artifacts", "{'context_artifact_id':'" + things.get("artifacts") + "'}").is(201);
        things.put("actions", person.get("/projects/novel/actions").text("/items/0/id"));
        person.put("/projects/novel/policy", "{'require_finalized':false}").is(200);
        things.put("runs", person.create("/projects/novel/runs", "{'scope':'workflow','workflow_id':'" + things.get("workflows") + "','start':true}"));
        Reply claimed = person.post("/assignments/claim", "{'agent':'worker','run_id':'" + things.get("runs") + "'}").is(200);
        things.put("assignments", claimed.text("/id"));
        things.put("commits", "c".repeat(40));
        person.post("/assignments/" + things.get("assignments") + "/commits", "{'fence':1,'sha':'" + things.get("commits") + "','branch':'" + claimed.text("/feature_branch")
                + "','files_changed':[{'path':'a.ts'}]}").is(201);
        things.put("checks", person.create("/runs/" + things.get("runs") + "/checks", "{'check_type':'lint','status':'passed'}"));
        things.put("approvals", person.create("/runs/" + things.get("runs") + "/approvals", "{'approval_type':'create_pr'}"));
        things.put("memory", person.create("/memory", "{'project_id':'novel','content':'Readers skip the preface'}"));
        things.put("retrievals", person.post("/memory/search", "{'query':'preface','project_id':'novel'}").is(200).text("/retrieval_id"));
        person.put("/tags/" + things.get("tags") + "/links/project/novel", "").is(204);
        person.put("/projects/novel/scores/" + WEEK, "{'score':7,'reason':'x'}").is(200);
        person.get("/reviews/" + WEEK).is(200);
        person.put("/settings/theme", "{'value':'dark'}").is(200);
        return things;
    }
}
