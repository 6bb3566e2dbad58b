package dev.steward.http.acceptance;

import java.util.List;
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
}
