package dev.steward.http.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Leaves one complaint out of the log. When the client of a stream leaves while frames are on their way to the connection's event
 * loop, Micronaut throws at each of them there, which harms nobody; and any client could fill the log with it. Named in
 * {@code logback.xml}.
 */
public final class LeftStreams extends TurboFilter {

    private static final Set<String> WHERE = Set.of("io.micronaut.http.body.stream.BaseSharedBuffer.add",
            "io.micronaut.http.server.netty.handler.PipeliningServerHandler$StreamingOutboundHandler.add0");

    @Override
    public FilterReply decide(
            @Nullable Marker marker, Logger logger, Level level, @Nullable String format, Object @Nullable [] arguments, @Nullable Throwable thrown) {
        return isComplaint(thrown) || arguments != null && arguments.length > 0 && isComplaint(arguments[arguments.length - 1])
                ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private static boolean isComplaint(@Nullable Object thrown) {
        if (!(thrown instanceof IllegalStateException || thrown instanceof AssertionError)) {
            return false;
        }
        StackTraceElement[] trace = ((Throwable) thrown).getStackTrace();
        return trace.length > 0 && WHERE.contains(trace[0].getClassName() + "." + trace[0].getMethodName());
    }
}
