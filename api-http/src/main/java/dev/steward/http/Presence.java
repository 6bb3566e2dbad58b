package dev.steward.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import org.jspecify.annotations.Nullable;

/**
 * Whether the client of a request that waits is still there: for one that has left, nothing more is looked up, and nothing is claimed.
 * A request made on behalf of another one ({@link Calls}) has that one's {@link Patience} instead of a connection.
 */
public final class Presence implements AutoCloseable {

    private final @Nullable Channel connection;
    private final Patience patience;
    private final ChannelFutureListener listener;

    private Presence(@Nullable Channel connection, Patience patience, Runnable left) {
        this.connection = connection;
        this.patience = patience;
        this.listener = closed -> left.run();
        if (connection != null) {
            connection.closeFuture().addListener(listener);
        }
        patience.onEnd(left);
    }

    /** @param left called once, by another thread, when the client leaves before this is closed */
    public static Presence of(HttpRequest<?> request, Runnable left) {
        return new Presence(request instanceof NettyHttpRequest<?> netty ? netty.getChannelHandlerContext().channel() : null, Requests.patience(request), left);
    }

    public boolean isHere() {
        return !patience.ended() && (connection == null || connection.isActive());
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.closeFuture().removeListener(listener); // a connection that is used again would gather one for each wait
        }
    }
}
