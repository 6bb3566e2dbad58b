package dev.steward.http;

import dev.steward.application.StoreException;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.Violation;
import dev.steward.jdbc.JsonText;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every refusal and failure as RFC 9457 problem details. */
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    static final String MEDIA_TYPE = "application/problem+json";

    private Problems() {
    }

    static MutableHttpResponse<?> of(HttpRequest<?> request, Throwable failure) {
        return switch (failure) {
            case RefusedException refused -> refused(request, refused);
            case StoreException store -> store(request, store);
            default -> {
                LOG.error("Request {} failed: {} {}", Requests.requestId(request), request.getMethodName(), request.getPath(), failure);
                yield of(request, ErrorCode.INTERNAL, "Something failed inside Steward. The log has it under this request_id.", Map.of());
            }
        };
    }

    private static MutableHttpResponse<?> refused(HttpRequest<?> request, RefusedException refused) {
        if (refused instanceof InvalidException invalid) {
            return of(request, invalid.code(), summary(invalid.violations()), Map.of("errors", errors(invalid.violations())));
        }
        return of(request, refused.code(), refused.getMessage(), refused.details());
    }

    private static String summary(List<Violation> violations) {
        if (violations.size() > 1) {
            return violations.size() + " values were refused; each is named in 'errors'.";
        }
        Violation only = violations.getFirst();
        return (only.pointer().isEmpty() ? "" : only.pointer().substring(1) + ": ") + only.message();
    }

    private static Json errors(List<Violation> violations) {
        List<Json> errors = new ArrayList<>();
        for (Violation violation : violations) {
            errors.add(Json.obj("pointer", Json.of(violation.pointer()))
                    .with("code", Json.of(violation.code())).with("message", Json.of(violation.message())));
        }
        return Json.of(errors);
    }

    private static MutableHttpResponse<?> store(HttpRequest<?> request, StoreException failure) {
        return switch (failure) {
            case StoreException.AlreadyExists taken -> taken(request, taken.constraint());
            case StoreException.StaleVersion stale ->
                    of(request, ErrorCode.STALE_VERSION, "The row was changed by someone else meanwhile; read it again and repeat the change.", Map.of());
            case StoreException.Unavailable unavailable -> {
                LOG.warn("Request {} found the database unavailable: {}", Requests.requestId(request), unavailable.getMessage());
                yield of(request, ErrorCode.UNAVAILABLE, unavailable.getMessage() + "; repeat the request later.", Map.of())
                        .header("Retry-After", Long.toString(Math.max(1, unavailable.retryAfter().toSeconds())));
            }
            case StoreException.Fault fault -> {
                LOG.error("Request {} failed: {} {}", Requests.requestId(request), request.getMethodName(), request.getPath(), fault);
                yield of(request, ErrorCode.INTERNAL, "Something failed inside Steward. The log has it under this request_id.", Map.of());
            }
        };
    }

    /** Constraints are named {@code <table>_<column>_unique}, so their names say what is taken. */
    private static MutableHttpResponse<?> taken(HttpRequest<?> request, String constraint) {
        String words = constraint.replaceFirst("_(unique|pk)$", "").replace('_', ' ');
        return of(request, ErrorCode.DUPLICATE, "There is one with this value already (" + words + "); use the existing row, or choose another value.",
                Map.of("constraint", Json.of(constraint)));
    }

    static MutableHttpResponse<?> of(HttpRequest<?> request, ErrorCode code, String detail, Map<String, Json> more) {
        Map<String, Json> problem = new LinkedHashMap<>(body(code, detail).members());
        problem.put("instance", Json.of(request.getPath()));
        problem.putAll(more);
        problem.put("request_id", Json.of(Requests.requestId(request)));
        return HttpResponse.status(HttpStatus.valueOf(code.status())).contentType(MEDIA_TYPE).body(JsonText.bytes(new Json.Obj(problem)));
    }

    /** What every problem has, also one of something that was no request yet. */
    public static Json.Obj body(ErrorCode code, String detail) {
        return Json.obj("type", Json.of("/docs/errors#" + code.word()))
                .with("title", Json.of(code.title()))
                .with("status", Json.of(code.status()))
                .with("detail", Json.of(detail))
                .with("code", Json.of(code.word()))
                .with("remedy", Json.of(code.remedy()));
    }
}
