package dev.steward.http;

import dev.steward.application.IdGenerator;
import dev.steward.domain.ErrorCode;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Where Micronaut's ways to fail end in {@link Problems}. */
final class Failures {

    private Failures() {
    }

    /** What a use case, a store or a fault of ours threw. */
    @Singleton
    @Produces
    static final class Thrown implements ExceptionHandler<Throwable, HttpResponse<?>> {

        @Override
        @SuppressWarnings("rawtypes")
        public HttpResponse<?> handle(HttpRequest request, Throwable failure) {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            return Problems.of(request, cause);
        }
    }

    /** What Micronaut refuses by itself: no such route or method, a body too large. */
    @Singleton
    @Replaces(ErrorResponseProcessor.class)
    static final class Refused implements ErrorResponseProcessor<byte[]> {

        private static final String LONG_HEAD = "The address has more than 8 KiB (8,192 bytes), or the headers have more than 16 KiB.";

        private final IdGenerator ids;

        Refused(IdGenerator ids) {
            this.ids = ids;
        }

        @Override
        @SuppressWarnings("unchecked")
        public MutableHttpResponse<byte[]> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
            HttpRequest<?> request = context.getRequest();
            boolean unread = Requests.requestId(request).isEmpty(); // no HTTP at all: no filter sees such a request
            if (unread) {
                request.setAttribute(Requests.REQUEST_ID, ids.next().toString());
            }
            int status = response.code();
            MutableHttpResponse<?> problem = switch (status) {
                case 404 -> Problems.of(request, ErrorCode.NOT_FOUND, "There is no route " + request.getMethodName() + " " + request.getPath() + "; see /docs.", Map.of());
                case 405 -> Problems.of(request, ErrorCode.METHOD_NOT_ALLOWED, request.getMethodName() + " is not a method of " + request.getPath() + "; see the Allow header.", Map.of());
                case 406 -> Problems.of(request, ErrorCode.NOT_ACCEPTABLE, "This route has no representation that the Accept header allows.", Map.of());
                case 413 -> Problems.of(request, ErrorCode.TOO_LARGE, unread ? LONG_HEAD : Requests.tooLarge(request).getMessage(), Map.of());
                case 415 -> Problems.of(request, ErrorCode.UNSUPPORTED_MEDIA_TYPE, "This route does not read that media type; send application/json.", Map.of());
                case 503 -> Problems.of(request, ErrorCode.UNAVAILABLE, "The server is stopping or overloaded; repeat the request later.", Map.of());
                default -> status < 500
                        ? Problems.of(request, ErrorCode.MALFORMED, "The request could not be read.", Map.of())
                        : Problems.of(request, ErrorCode.INTERNAL, "Something failed inside Steward. The log has it under this request_id.", Map.of());
            };
            response.getHeaders().forEachValue((name, value) -> {
                if (name.equalsIgnoreCase("Allow")) {
                    problem.header(name, value);
                }
            });
            if (unread) {
                problem.header("X-Request-Id", Requests.requestId(request));
            }
            return (MutableHttpResponse<byte[]>) problem;
        }
    }
}
