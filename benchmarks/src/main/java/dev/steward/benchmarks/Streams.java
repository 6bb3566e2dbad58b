package dev.steward.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Event streams that are open until this is closed. What they tell is read and thrown away, by one thread. */
final class Streams implements AutoCloseable {

    private final Selector selector;
    private final Thread reader;

    Streams(Server server, Seed seed, int count) {
        byte[] request = ("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer " + seed.token() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try {
            this.selector = Selector.open();
            for (int n = 0; n < count; n++) {
                SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
                channel.write(ByteBuffer.wrap(request));
                ByteBuffer head = ByteBuffer.allocate(12);
                while (head.hasRemaining() && channel.read(head) >= 0) {
                    // the status
                }
                String status = new String(head.array(), StandardCharsets.US_ASCII);
                if (!status.endsWith(" 200")) {
                    throw new BenchmarkException("Stream " + n + " of " + count + " was refused: " + status);
                }
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
            }
        } catch (IOException e) {
            throw new BenchmarkException("The streams cannot be opened: " + e.getMessage(), e);
        }
        this.reader = Thread.ofPlatform().name("streams").daemon().start(this::read);
    }

    private void read() {
        ByteBuffer thrownAway = ByteBuffer.allocate(1 << 16);
        try {
            while (selector.isOpen()) {
                selector.select(key -> {
                    try {
                        thrownAway.clear();
                        if (((SocketChannel) key.channel()).read(thrownAway) < 0) {
                            key.cancel(); // the server ended it
                        }
                    } catch (IOException e) {
                        key.cancel();
                    }
                }, 100);
            }
        } catch (IOException | java.nio.channels.ClosedSelectorException e) {
            // closed
        }
    }

    /** How many the server has not ended. */
    int open() {
        return (int) selector.keys().stream().filter(SelectionKey::isValid).count();
    }

    @Override
    public void close() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
            reader.join();
        } catch (IOException e) {
            throw new BenchmarkException("The streams cannot be closed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new BenchmarkException("Interrupted", e);
        }
    }
}
