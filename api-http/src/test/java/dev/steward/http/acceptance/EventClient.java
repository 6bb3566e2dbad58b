package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A reader of server-sent events, as a browser is one. */
final class EventClient implements AutoCloseable {

    /** @param id 0 for a comment, whose text is the data */
    record Event(long id, String type, String data) {
    }

    private static final Event END = new Event(-1, "", "");

    private final HttpResponse<java.io.InputStream> response;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile boolean ended;

    private EventClient(HttpResponse<java.io.InputStream> response) {
        this.response = response;
        Thread.ofVirtual().start(this::read);
    }

    static EventClient open(Client client, String query, String... headers) {
        var request = client.with("Accept", "text/event-stream").request("/events" + query);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<java.io.InputStream> response = Client.http().send(request.GET().build(), BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            return new EventClient(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            long id = 0;
            String type = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(": ")) {
                    events.add(new Event(0, "", line.substring(2)));
                } else if (line.startsWith("id: ")) {
                    id = Long.parseLong(line.substring(4));
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(id, type, line.substring(6)));
                }
            }
        } catch (IOException e) {
            // closed, by whom the test knows
        } finally {
            ended = true;
            events.add(END);
        }
    }

    boolean ended() {
        return ended;
    }

    Event next(Duration patience) {
        while (true) {
            Event event = any(patience);
            if (event.id() != 0) {
                assertThat(event).as("an event before the stream ends").isNotSameAs(END);
                return event;
            }
        }
    }

    List<Long> ids(int count, Duration patience) {
        List<Long> ids = new ArrayList<>();
        while (ids.size() < count) {
            ids.add(next(patience).id());
        }
        return ids;
    }

    void awaitComment(String text, Duration patience) {
        await(event -> event.id() == 0 && event.data().equals(text), patience);
    }

    void awaitEnd(Duration patience) {
        await(event -> event == END, patience);
    }

    private void await(java.util.function.Predicate<Event> wanted, Duration patience) {
        Instant end = Instant.now().plus(patience);
        while (Instant.now().isBefore(end)) {
            if (wanted.test(any(patience))) {
                return;
            }
        }
        throw new AssertionError("It did not come within " + patience);
    }

    private Event any(Duration patience) {
        try {
            Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(event).as("something within %s", patience).isNotNull();
            return event;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
