package dev.steward.domain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value (RFC 8259). Immutable; members keep their order. */
public sealed interface Json {

    Json NULL = new Null();
    Obj EMPTY = new Obj(Map.of());

    record Obj(Map<String, Json> members) implements Json {
        public Obj {
            members = members instanceof NamedValues ? members : Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        public @Nullable Json get(String name) {
            return members.get(name);
        }

        /** This object without {@code name}. */
        public Obj without(String name) {
            Map<String, Json> changed = new LinkedHashMap<>(members);
            changed.remove(name);
            return new Obj(changed);
        }

        /** This object with {@code name} set, at its old place when it was there, else last. */
        public Obj with(String name, Json value) {
            if (members instanceof NamedValues few && few.size() < NamedValues.FEW) {
                return new Obj(few.with(name, value));
            }
            Map<String, Json> changed = new LinkedHashMap<>(members);
            changed.put(name, value);
            return new Obj(changed);
        }
    }

    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    record Text(String value) implements Json {
    }

    record Num(BigDecimal value) implements Json {
    }

    record Bool(boolean value) implements Json {
    }

    record Null() implements Json {
    }

    static Json of(@Nullable String value) {
        return value == null ? NULL : new Text(value);
    }

    static Json of(long value) {
        return new Num(BigDecimal.valueOf(value));
    }

    static Json of(boolean value) {
        return new Bool(value);
    }

    static Arr of(Collection<? extends Json> items) {
        return new Arr(new ArrayList<>(items));
    }

    static Obj obj(String name, Json value) {
        return new Obj(new NamedValues(List.of(name), List.of(value)));
    }

    /** An object of those members in that order; for many objects with the same {@code names}, each of which is there once. */
    static Obj obj(List<String> names, List<Json> values) {
        return new Obj(new NamedValues(names, values));
    }

    /** JSON Merge Patch, RFC 7396: null removes, objects merge, everything else replaces. */
    static Json mergePatch(Json target, Json patch) {
        if (!(patch instanceof Obj changes)) {
            return patch;
        }
        Map<String, Json> merged = new LinkedHashMap<>(target instanceof Obj object ? object.members() : Map.of());
        changes.members().forEach((name, value) -> {
            if (value instanceof Null) {
                merged.remove(name);
            } else {
                merged.put(name, mergePatch(merged.getOrDefault(name, NULL), value));
            }
        });
        return new Obj(merged);
    }
}
