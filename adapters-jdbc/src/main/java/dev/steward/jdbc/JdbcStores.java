package dev.steward.jdbc;

import dev.steward.application.Stores;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All stores, found by their ports. They hold no state: the thread's {@link Session} decides which data they reach. */
@Singleton
public final class JdbcStores implements Stores {

    private final List<JdbcPort> all;
    private final Map<Class<?>, JdbcPort> byPort = new ConcurrentHashMap<>();

    JdbcStores(List<JdbcPort> all) {
        this.all = List.copyOf(all);
    }

    @Override
    public <S> S of(Class<S> port) {
        return port.cast(byPort.computeIfAbsent(port, this::find));
    }

    private JdbcPort find(Class<?> port) {
        return all.stream().filter(port::isInstance).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No store implements " + port.getName()));
    }
}
