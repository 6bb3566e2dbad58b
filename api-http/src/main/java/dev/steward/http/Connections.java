package dev.steward.http;

import dev.steward.domain.ErrorCode;
import dev.steward.jdbc.JsonText;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What clients may do below HTTP: how many connections there are, and how long a request may take to arrive. A request that trickles
 * in never looks idle; so it has a deadline from its first byte to its last, and is answered 408 and cut off. No thread waits for it.
 * A connection too many is answered 503 and closed. Idle connections, and answers that nobody takes, end after
 * {@code micronaut.server.idle-timeout}.
 */
@Singleton
final class Connections implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private final Duration deadline;
    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    Connections(@Value("${steward.request-timeout}") Duration deadline, @Value("${steward.max-connections}") int most, MeterRegistry metrics) {
        this.deadline = deadline;
        this.most = most;
        metrics.gauge("steward.http.connections", open);
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Customizer(null));
        return event.getBean();
    }

    private final class Customizer implements NettyServerCustomizer {
        private final @Nullable Channel connection;

        Customizer(@Nullable Channel connection) {
            this.connection = connection;
        }

        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            return role == ChannelRole.CONNECTION ? new Customizer(channel) : this;
        }

        @Override
        public void onStreamPipelineBuilt() {
            if (connection != null) {
                Arrival arrival = new Arrival();
                connection.pipeline().addFirst("steward-bytes", arrival.bytes);
                connection.pipeline().addAfter(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, "steward-requests", arrival.requests);
            }
        }
    }

    /** The request that is arriving on one connection. All of it runs on the connection's event loop. */
    private final class Arrival {
        private @Nullable ScheduledFuture<?> cutOff;
        private boolean answerable = true;

        /** Sees bytes before they are HTTP. */
        final ChannelInboundHandlerAdapter bytes = new ChannelInboundHandlerAdapter() {
            private boolean refused;

            @Override
            public void handlerAdded(ChannelHandlerContext context) {
                context.channel().closeFuture().addListener(closed -> {
                    open.decrementAndGet();
                    arrived();
                });
                if (open.incrementAndGet() > most) {
                    refused = true;
                    answer(context, ErrorCode.UNAVAILABLE, "Retry-After: 5\r\n", "This server has no room for another connection; repeat the request later.");
                }
            }

            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (refused) {
                    ReferenceCountUtil.release(message);
                    return;
                }
                if (cutOff == null) {
                    cutOff = context.executor().schedule(() -> cut(context), deadline.toMillis(), TimeUnit.MILLISECONDS);
                }
                context.fireChannelRead(message);
            }
        };

        /** Sees where requests begin and end. */
        final ChannelInboundHandlerAdapter requests = new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof HttpRequest) {
                    answerable = false; // its answer may be under way already
                }
                if (message instanceof LastHttpContent) {
                    arrived();
                }
                context.fireChannelRead(message);
            }
        };

        private void arrived() {
            answerable = true;
            if (cutOff != null) {
                cutOff.cancel(false);
                cutOff = null;
            }
        }

        private void cut(ChannelHandlerContext context) {
            if (answerable) {
                answer(context, ErrorCode.REQUEST_TIMEOUT, "", "The request did not arrive within " + deadline.toSeconds() + " s.");
            } else {
                context.close();
            }
        }

        /** By hand: there is no request yet that the rest of the server could answer. */
        private void answer(ChannelHandlerContext context, ErrorCode code, String header, String detail) {
            HttpStatus status = HttpStatus.valueOf(code.status());
            byte[] body = JsonText.bytes(Problems.body(code, detail));
            String head = "HTTP/1.1 " + status.getCode() + " " + status.getReason() + "\r\n" + header + "Content-Type: " + Problems.MEDIA_TYPE
                    + "\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n\r\n";
            context.writeAndFlush(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), body)).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
