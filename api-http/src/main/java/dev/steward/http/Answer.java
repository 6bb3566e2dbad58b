package dev.steward.http;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request is answered with, before it is bytes on a wire: so that it can be kept for a repetition.
 *
 * @param body in UTF-8; empty for none
 */
public record Answer(int status, Map<String, String> headers, String mediaType, byte[] body) {

    private static final byte[] NONE = {};

    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer ok(Json body) {
        return of(200, body);
    }

    public static Answer of(int status, Json body) {
        return new Answer(status, Map.of(), MediaType.APPLICATION_JSON, JsonText.bytes(body));
    }

    public static Answer text(String mediaType, String text) {
        return new Answer(200, Map.of(), mediaType, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer noContent() {
        return new Answer(204, Map.of(), "", NONE);
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, mediaType, body);
    }

    /** The version, as RFC 9110 wants an entity tag. */
    public Answer version(long version) {
        return with("ETag", "\"" + version + "\"");
    }

    /** An entity tag of something that has no single version. */
    public Answer tag(String tag) {
        return with("ETag", "\"" + tag + "\"");
    }

    public static Answer notModified(String tag) {
        return new Answer(304, Map.of(), "", NONE).tag(tag);
    }

    public HttpResponse<?> toResponse() {
        MutableHttpResponse<Object> response = HttpResponse.status(HttpStatus.valueOf(status));
        headers.forEach(response::header);
        if (!mediaType.isEmpty()) {
            response.contentType(mediaType).body(body);
        }
        return response;
    }
}
