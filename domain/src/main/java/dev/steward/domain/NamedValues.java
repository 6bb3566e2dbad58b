package dev.steward.domain;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The members of an object as two lists: among many objects with the same names these are shared, and nothing is hashed. Immutable. */
final class NamedValues extends AbstractMap<String, Json> {

    /** Up to so many members, looking at each name is no slower than hashing one. */
    static final int FEW = 64;

    private final List<String> names;
    private final List<Json> values;

    NamedValues(List<String> names, List<Json> values) {
        if (names.size() != values.size()) {
            throw new IllegalArgumentException(names.size() + " names for " + values.size() + " values");
        }
        this.names = List.copyOf(names);
        this.values = List.copyOf(values);
    }

    /** These with {@code name} set, at its old place when it was there, else last. */
    NamedValues with(String name, Json value) {
        List<Json> changed = new ArrayList<>(values.size() + 1);
        changed.addAll(values);
        int place = names.indexOf(name);
        if (place >= 0) {
            changed.set(place, value);
            return new NamedValues(names, changed);
        }
        changed.add(value);
        List<String> more = new ArrayList<>(names.size() + 1);
        more.addAll(names);
        more.add(name);
        return new NamedValues(more, changed);
    }

    @Override
    public int size() {
        return names.size();
    }

    @Override
    public @Nullable Json get(@Nullable Object name) {
        int place = name == null ? -1 : names.indexOf(name);
        return place < 0 ? null : values.get(place);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name != null && names.contains(name);
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Json> action) {
        for (int i = 0; i < names.size(); i++) {
            action.accept(names.get(i), values.get(i));
        }
    }

    @Override
    public Set<Map.Entry<String, Json>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.size();
            }

            @Override
            public Iterator<Map.Entry<String, Json>> iterator() {
                return new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        return next < names.size();
                    }

                    @Override
                    public Map.Entry<String, Json> next() {
                        Map.Entry<String, Json> entry = Map.entry(names.get(next), values.get(next)); // also says that there is no more
                        next++;
                        return entry;
                    }
                };
            }
        };
    }
}
