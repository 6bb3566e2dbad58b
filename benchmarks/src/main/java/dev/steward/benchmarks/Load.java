package dev.steward.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Keep-alive connections of one thread, each of which sends its next request when it has the whole answer. One selector and no
 * parsing beyond the length of an answer, so that little of the machine is lost to the measuring.
 */
final class Load {

    private static final int BUFFER = 1 << 16;

    private Load() {
    }

    /** Makes requests, each a whole HTTP/1.1 message. */
    interface Requests {
        byte[] next(RandomGenerator random);
    }

    /** So many connections that send requests of one kind. */
    record Clients(Server server, int connections, Requests requests) {
    }

    /**
     * @param rate answers in a second
     * @param cpuMicros what the server's process worked for an answer; of all loads, where several are run at once
     */
    record Result(double rate, double p99Millis, double cpuMicros) {
    }

    static Result run(Clients clients, Duration duration) {
        return run(List.of(clients), duration).getFirst();
    }

    /** All of them at once. An answer that is not 2xx ends the benchmark: what is refused fast is no measurement. */
    static List<Result> run(List<Clients> all, Duration duration) {
        List<Stats> stats = new ArrayList<>();
        List<Connection> connections = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            try {
                for (Clients clients : all) {
                    Stats own = new Stats();
                    stats.add(own);
                    for (int i = 0; i < clients.connections(); i++) {
                        connections.add(new Connection(selector, clients, own, connections.size()));
                    }
                }
                Server server = all.getFirst().server();
                double cpu = server.cpuSeconds();
                long start = System.nanoTime();
                long end = start + duration.toNanos();
                for (Connection connection : connections) {
                    connection.send();
                }
                while (System.nanoTime() < end) {
                    selector.select(key -> ((Connection) key.attachment()).ready(), 100);
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                double cpuMicros = 1e6 * (server.cpuSeconds() - cpu) / Math.max(1, stats.stream().mapToInt(own -> own.count).sum());
                return stats.stream().map(own -> own.result(seconds, cpuMicros)).toList();
            } finally {
                for (Connection connection : connections) {
                    connection.channel.close();
                }
            }
        } catch (IOException e) {
            throw new BenchmarkException("A server broke off: " + e.getMessage(), e);
        }
    }

    private static final class Stats {
        private long[] nanos = new long[1 << 16];
        private int count;

        void add(long elapsed) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = elapsed;
        }

        Result result(double seconds, double cpuMicros) {
            if (count == 0) {
                return new Result(0, 1_000 * seconds, 0); // a machine that is busy with other things; the warming up goes on
            }
            Arrays.sort(nanos, 0, count);
            return new Result(count / seconds, nanos[(int) (count * 0.99)] / 1e6, cpuMicros);
        }
    }

    private static final class Connection {
        private final SocketChannel channel;
        private final Requests requests;
        private final Stats stats;
        private final RandomGenerator random;
        private ByteBuffer in = ByteBuffer.allocate(BUFFER);
        private ByteBuffer request = ByteBuffer.allocate(0);
        private long sentAt;
        /** Where the answer ends, once its head is read; 0 until then, -1 for an answer in chunks. */
        private int answerEnd;

        Connection(Selector selector, Clients clients, Stats stats, int number) throws IOException {
            this.requests = clients.requests();
            this.stats = stats;
            this.random = new SplittableRandom(System.nanoTime() + number);
            this.channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), clients.server().port()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send() throws IOException {
            request = ByteBuffer.wrap(requests.next(random));
            in.clear();
            answerEnd = 0;
            sentAt = System.nanoTime();
            while (request.hasRemaining()) {
                channel.write(request); // requests are smaller than a socket's buffer
            }
        }

        void ready() {
            try {
                if (channel.read(in) < 0) {
                    throw new BenchmarkException("A server closed a connection");
                }
                if (complete()) {
                    stats.add(System.nanoTime() - sentAt);
                    send();
                } else if (!in.hasRemaining()) {
                    in = ByteBuffer.allocate(in.capacity() * 2).put(in.flip());
                }
            } catch (IOException e) {
                throw new BenchmarkException("A server broke off: " + e.getMessage(), e);
            }
        }

        private boolean complete() {
            if (answerEnd == 0) {
                int headEnd = headEnd();
                if (headEnd < 0) {
                    return false;
                }
                String head = new String(in.array(), 0, headEnd, StandardCharsets.ISO_8859_1);
                if (head.charAt(9) != '2') {
                    throw new BenchmarkException("Refused: " + new String(request.array(), StandardCharsets.UTF_8).lines().findFirst().orElse("")
                            + " -> " + new String(in.array(), 0, in.position(), StandardCharsets.UTF_8));
                }
                if (head.startsWith("204", 9)) { // nothing in it, so nothing was measured
                    throw new BenchmarkException("Empty: " + new String(request.array(), StandardCharsets.UTF_8).lines().findFirst().orElse(""));
                }
                String lower = head.toLowerCase(Locale.ROOT);
                int length = lower.indexOf("content-length:");
                answerEnd = length < 0 ? -1 : headEnd + Integer.parseInt(lower.substring(length + 15, lower.indexOf('\r', length)).strip());
            }
            int end = in.position();
            byte[] bytes = in.array();
            return answerEnd > 0 ? end >= answerEnd
                    : bytes[end - 1] == '\n' && bytes[end - 3] == '\n' && bytes[end - 5] == '0' && bytes[end - 6] == '\n';
        }

        private int headEnd() {
            byte[] bytes = in.array();
            for (int i = 3; i < in.position(); i++) {
                if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }
    }
}
