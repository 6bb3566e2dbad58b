package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** An answer, with assertions that read as sentences. */
record Reply(String request, int status, java.net.http.HttpHeaders headers, byte[] bytes) {

    Reply(String request, HttpResponse<byte[]> response) {
        this(request, response.statusCode(), response.headers(), response.body());
    }

    String body() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    Reply is(int expected) {
        assertThat(status).as("%s answered %s", request, shown()).isEqualTo(expected);
        return this;
    }

    /** A problem of RFC 9457 with everything a client relies on. */
    Reply refused(ErrorCode code) {
        is(code.status());
        assertThat(text("/code")).as("%s answered %s", request, shown()).isEqualTo(code.word());
        return isProblem();
    }

    /** Refused, and {@code errors} names exactly these pointers, each as {@code "/pointer code"}, in any order. */
    Reply refused(ErrorCode code, String... errors) {
        refused(code);
        assertThat(errors()).as("%s answered %s", request, shown()).containsExactlyInAnyOrder(errors);
        return this;
    }

    Reply isProblem() {
        assertThat(header("content-type").orElse("")).as("%s answered %s", request, shown()).startsWith("application/problem+json");
        assertThat(header("x-request-id")).as("X-Request-Id of %s", request).isPresent();
        assertThat(text("/request_id")).isEqualTo(header("x-request-id").orElseThrow());
        assertThat(json("/status")).isEqualTo(Json.of(status));
        for (String member : List.of("/type", "/title", "/detail", "/instance", "/code", "/remedy")) {
            assertThat(text(member)).as("%s of %s", member, shown()).isNotBlank();
        }
        assertThat(body()).as("No trace of the inside").doesNotContainPattern("(?i)exception|dev\\.steward|SQLITE_|org\\.postgresql|\\bSELECT\\b|\\bINSERT\\b|\\.java:");
        return this;
    }

    List<String> errors() {
        return items("/errors").stream().map(Json.Obj.class::cast)
                .map(error -> ((Json.Text) error.get("pointer")).value() + " " + ((Json.Text) error.get("code")).value()).toList();
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    Reply header(String name, String expected) {
        assertThat(headers.allValues(name)).as("%s of %s %s", name, request, shown()).containsExactly(expected);
        return this;
    }

    Reply has(String pointer, Object expected) {
        Json value = json(pointer);
        Object plain = switch (value) {
            case Json.Text text -> text.value();
            case Json.Num number -> number.value().stripTrailingZeros().scale() <= 0 ? (Object) number.value().longValueExact() : number.value().doubleValue();
            case Json.Bool bool -> bool.value();
            case Json.Null nothing -> "null";
            case Json.Arr array -> array.items().size() + " items";
            case Json.Obj object -> String.join(",", object.members().keySet());
        };
        assertThat(plain).as("%s of %s %s", pointer, request, shown()).isEqualTo(expected instanceof Integer number ? (Object) number.longValue() : expected);
        return this;
    }

    String etag() {
        return header("etag").orElseThrow(() -> new AssertionError("No ETag: " + shown()));
    }

    String text(String pointer) {
        return json(pointer) instanceof Json.Text text ? text.value() : "(" + pointer + " is no text: " + shown() + ")";
    }

    List<Json> items(String pointer) {
        return json(pointer) instanceof Json.Arr array ? array.items() : List.of();
    }

    /** That member of every item of a list, as text. */
    List<String> each(String member) {
        return IntStream.range(0, items("/items").size()).mapToObj(i -> text("/items/" + i + "/" + member)).toList();
    }

    Json json() {
        try {
            return JsonText.parse(bytes);
        } catch (IOException e) {
            throw new AssertionError(request + " answered no JSON: " + shown(), e);
        }
    }

    /** What an RFC 6901 pointer leads to; JSON null when nothing is there. */
    Json json(String pointer) {
        Json at = json();
        for (String step : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/")) {
            at = switch (at) {
                case Json.Obj object -> object.members().getOrDefault(step, Json.NULL);
                case Json.Arr array when Integer.parseInt(step) < array.items().size() -> array.items().get(Integer.parseInt(step));
                default -> Json.NULL;
            };
        }
        return at;
    }

    private String shown() {
        return status + " " + (body().length() > 1_500 ? body().substring(0, 1_500) + "…" : body());
    }
}
