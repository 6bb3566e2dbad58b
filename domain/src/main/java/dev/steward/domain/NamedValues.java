package dev.steward.domain;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The members of one object among many with the same names: the names are shared, and nothing is hashed. Immutable. */
final class NamedValues extends AbstractMap<String, Json> {

    private final List<String> names;
    private final List<Json> values;

    NamedValues(List<String> names, List<Json> values) {
        if (names.size() != values.size()) {
            throw new IllegalArgumentException(names.size() + " names for " + values.size() + " values");
        }
        this.names = List.copyOf(names);
        this.values = List.copyOf(values);
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
