package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * What is logged about connections, of clients and to databases, while it is open. Other tests run in this process, and what they log of other
 * things is theirs; those that break connections to databases hold {@link #LOG} alone.
 */
final class Complaints implements AutoCloseable {

    /** Of the connections of this process: read by who looks for complaints, written by who causes them. */
    static final String LOG = "the log of connections";

    private static final List<String> ABOUT_CONNECTIONS =
            List.of("io.micronaut.", "io.netty.", "reactor.", "com.zaxxer.hikari.", "dev.steward.http.workspace.Event", "dev.steward.http.Failures", "dev.steward.jdbc.EventHub");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    Complaints() {
        lines.start();
        root.addAppender(lines);
    }

    void assertNone() {
        assertThat(List.copyOf(lines.list)).filteredOn(line -> ABOUT_CONNECTIONS.stream().anyMatch(line.getLoggerName()::startsWith)).as("complaints").isEmpty();
    }

    @Override
    public void close() {
        root.detachAppender(lines);
    }
}
