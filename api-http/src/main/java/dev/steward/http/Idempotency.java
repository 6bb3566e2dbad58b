package dev.steward.http;

import dev.steward.application.UnitOfWork;
import dev.steward.application.workspace.AnswerStore;
import dev.steward.application.workspace.SecretBox;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import dev.steward.domain.workspace.StoredAnswer;
import io.micronaut.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a repeated request safe: the answer is kept in the transaction of the change itself, so either both are there or none. A
 * refused request keeps nothing and may be corrected under the same key.
 */
public final class Idempotency {

    private static final int FORGET_AT_ONCE = 100;

    private final @Nullable String key;
    private final String hash;
    private final Optional<SecretBox> sealing;

    private Idempotency(@Nullable String key, String hash, Optional<SecretBox> sealing) {
        this.key = key;
        this.hash = hash;
        this.sealing = sealing;
    }

    /** Of a request with an Idempotency-Key; without one nothing is kept and nothing found. */
    public static Idempotency of(HttpRequest<?> request, byte @Nullable [] body) {
        return of(request, body, Optional.empty());
    }

    /** @param sealing seals the body of what is kept; empty: it is kept as it is */
    static Idempotency of(HttpRequest<?> request, byte @Nullable [] body, Optional<SecretBox> sealing) {
        return Requests.idempotencyKey(request).map(key -> new Idempotency(key, hash(request, body), sealing)).orElseGet(() -> new Idempotency(null, "", sealing));
    }

    /** The request's key, if it has one. */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /** Does {@code work}, unless it was done before: then its answer is repeated. */
    Answer once(UnitOfWork unit, Function<UnitOfWork, Answer> work) {
        return kept(unit).orElseGet(() -> {
            Answer answer = work.apply(unit);
            keep(unit, () -> answer);
            return answer;
        });
    }

    /** What was answered before. From here on no other unit does the same until this one ends. */
    public Optional<Answer> kept(UnitOfWork unit) {
        if (key == null) {
            return Optional.empty();
        }
        AnswerStore answers = unit.store(AnswerStore.class);
        if (!answers.lock(key)) {
            throw new RefusedException(ErrorCode.IDEMPOTENCY_IN_FLIGHT,
                    "The first request with this Idempotency-Key is still running; repeat it in a moment to get its answer.");
        }
        answers.forgetBefore(unit.now().minus(StoredAnswer.KEPT), FORGET_AT_ONCE);
        Optional<StoredAnswer> kept = answers.find(key).filter(answer -> answer.createdAt().plus(StoredAnswer.KEPT).isAfter(unit.now()));
        return kept.map(answer -> replay(answer, hash, sealing.map(box -> opening(unit, key, box)).orElse(UnaryOperator.identity())));
    }

    /** Keeps the answer to what was done in this unit. */
    public void keep(UnitOfWork unit, Supplier<Answer> answered) {
        if (key == null) {
            return;
        }
        Answer answer = answered.get();
        String body = sealing.map(box -> box.seal(answer.body(), context(unit, key))).orElseGet(() -> new String(answer.body(), StandardCharsets.UTF_8));
        unit.store(AnswerStore.class).put(new StoredAnswer(key, hash, answer.status(), lines(answer.headers()), answer.mediaType() + "\n" + body, unit.now()));
    }

    private static UnaryOperator<String> opening(UnitOfWork unit, String key, SecretBox box) {
        return sealed -> {
            try {
                return new String(box.open(sealed, context(unit, key)), StandardCharsets.UTF_8);
            } catch (SecretBox.CannotOpen e) {
                throw new RefusedException(ErrorCode.GONE, "The first answer cannot be given again: it holds a secret and was sealed by a key that is not there any more.");
            }
        };
    }

    private static String context(UnitOfWork unit, String key) {
        return "answer " + unit.caller().workspace() + " " + key;
    }

    private static Answer replay(StoredAnswer kept, String hash, UnaryOperator<String> opening) {
        if (!kept.requestHash().equals(hash)) {
            throw new RefusedException(ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key came with another request before; use a new key for a new request.");
        }
        int end = kept.body().indexOf('\n');
        return new Answer(kept.status(), headers(kept.headers()), kept.body().substring(0, end), opening.apply(kept.body().substring(end + 1)).getBytes(StandardCharsets.UTF_8))
                .with("Idempotency-Replayed", "true");
    }

    /** Tells one request from another: method, path with query, and body. */
    private static String hash(HttpRequest<?> request, byte @Nullable [] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((request.getMethodName() + " " + request.getUri() + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(body == null ? new byte[0] : body);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static String lines(Map<String, String> headers) {
        return headers.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).collect(Collectors.joining("\n"));
    }

    private static Map<String, String> headers(String lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        lines.lines().forEach(line -> headers.put(line.substring(0, line.indexOf(": ")), line.substring(line.indexOf(": ") + 2)));
        return headers;
    }
}
