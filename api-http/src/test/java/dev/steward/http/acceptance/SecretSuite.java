package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import dev.steward.domain.workspace.Scope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is secret is neither logged nor answered nor kept. */
abstract class SecretSuite extends Suite {

    private static final String PLANTED = "pl4nted-Geheimnis";

    SecretSuite(Engine engine) {
        super(engine);
    }

    @Test
    void secretsAreInNoLogAnswerEventOrTable() throws Exception {
        Server.Key key = server.token(person.workspace(), null, Scope.WRITE);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("dev.steward");
        Level before = ours.getLevel();
        ours.setLevel(Level.DEBUG);
        root.addAppender(lines);
        List<String> answers = new ArrayList<>();
        try {
            Client holder = person.bearer(key.text());
            answers.add(holder.get("/projects?" + "token=" + key.text()).body().replace(key.text(), "named by the caller"));
            answers.add(holder.bearer("stw_" + PLANTED).get("/projects").body());
            answers.add(holder.with("Authorization", "Basic " + PLANTED).get("/projects").body());
            answers.add(holder.with("X-Api-Key", PLANTED).with("Cookie", PLANTED).post("/projects", "{").body());
            answers.add(holder.post("/projects/none/repositories", "{'remote_url':'https://ada:" + PLANTED + "@github.com/a/b'}").body());
            String project = project("Novel");
            answers.add(holder.post("/projects/" + project + "/repositories", "{'remote_url':'https://ada:" + PLANTED + "@github.com/a/b'}").is(422).body());
            answers.add(holder.post("/projects", "{'name':'a','password':'" + PLANTED + "'}").is(422).body());
            answers.add(holder.post("/projects", "{'name':'" + PLANTED).body());
            server.revoke(person.workspace(), key);
            answers.add(holder.get("/events").body());
            answers.add(person.get("/events?limit=200").body());
        } finally {
            root.detachAppender(lines);
            ours.setLevel(before);
        }
        List<String> logged = lines.list.stream().map(line -> line.getFormattedMessage() + " " + trace(line.getThrowableProxy())).toList();
        assertThat(String.join("\n", logged)).doesNotContain(PLANTED).doesNotContain(key.text()).doesNotContain("Bearer ");
        assertThat(String.join("\n", answers)).doesNotContain(PLANTED).doesNotContain(key.text());
        assertThat(Databases.dump(server.installation())).doesNotContain(PLANTED).doesNotContain(key.text()).doesNotContain(key.text().substring(4, 40));
        assertThat(key.row().toString()).doesNotContain(key.row().secretHash());
    }

    private static String trace(IThrowableProxy thrown) {
        return thrown == null ? "" : thrown.getClassName() + ": " + thrown.getMessage() + " " + trace(thrown.getCause());
    }
}
