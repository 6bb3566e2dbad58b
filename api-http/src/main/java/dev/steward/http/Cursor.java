package dev.steward.http;

import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Shape;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.Violations;
import dev.steward.jdbc.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A position in a list as text that only Steward reads: bound to the list's filters and order. */
final class Cursor {

    private static final int FORM = 1;

    private Cursor() {
    }

    /** The cursor that leads on from {@code last}. */
    static <E> String after(E last, Shape<E> shape, Query query) {
        List<Json> parts = new ArrayList<>(List.of(Json.of(FORM), Json.of(fingerprint(shape, query))));
        for (Query.Order order : query.order()) {
            parts.add(shape.member(order.field()).map(member -> member.render(last)).orElse(Json.NULL));
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JsonText.bytes(Json.of(parts)));
    }

    /** @throws RefusedException {@link ErrorCode#INVALID_CURSOR} when it is none, or of another list */
    static Query resume(String cursor, Shape<?> shape, Query query) {
        List<Json> parts = parts(cursor);
        if (parts.size() != query.order().size() + 2
                || !parts.get(0).equals(Json.of(FORM)) || !parts.get(1).equals(Json.of(fingerprint(shape, query)))) {
            throw refusal();
        }
        List<@Nullable Object> position = new ArrayList<>();
        for (int i = 0; i < query.order().size(); i++) {
            Query.Order order = query.order().get(i);
            Field<?> field = shape.member(order.field()).orElseThrow(Cursor::refusal).field();
            position.add(value(field, parts.get(i + 2), order.nullable()));
        }
        return new Query(query.filters(), query.order(), query.limit(), Optional.of(position));
    }

    private static <T> @Nullable Object value(Field<T> field, Json json, boolean nullable) {
        if (json.equals(Json.NULL) && nullable) {
            return null;
        }
        T value = field.type().parse(json, "", new Violations());
        if (value == null) {
            throw refusal();
        }
        return field.type().toColumn(value);
    }

    private static List<Json> parts(String cursor) {
        try {
            if (cursor.length() < 2_000 && JsonText.parse(Base64.getUrlDecoder().decode(cursor)) instanceof Json.Arr array) {
                return array.items();
            }
        } catch (IllegalArgumentException | IOException e) {
            // said below
        }
        throw refusal();
    }

    private static long fingerprint(Shape<?> shape, Query query) {
        CRC32 crc = new CRC32();
        crc.update((shape.name() + query.filters() + query.order()).getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    private static RefusedException refusal() {
        return new RefusedException(ErrorCode.INVALID_CURSOR,
                "This cursor was not made by this list with these filters and this order; start again without it.");
    }
}
