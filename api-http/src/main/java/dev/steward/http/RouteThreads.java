package dev.steward.http;

import io.micronaut.context.BeanLocator;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.annotation.NonBlocking;
import io.micronaut.inject.MethodReference;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.executor.DefaultExecutorSelector;
import io.micronaut.scheduling.executor.ThreadSelection;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * Routes run on virtual threads, because they wait for the database; but those that are marked {@link NonBlocking} on the event loop.
 * Micronaut heeds that mark only where it chooses by the types that routes return, and a controller's {@code ExecuteOn} overrides it.
 */
@Singleton
@Replaces(DefaultExecutorSelector.class)
final class RouteThreads extends DefaultExecutorSelector {

    RouteThreads(BeanLocator beans, @Named(TaskExecutors.IO) BeanProvider<ExecutorService> io, @Named(TaskExecutors.BLOCKING) BeanProvider<ExecutorService> blocking) {
        super(beans, io, blocking);
    }

    @Override
    public Optional<ExecutorService> select(MethodReference<?, ?> method, ThreadSelection selection) {
        return method.hasStereotype(NonBlocking.class) ? Optional.empty() : super.select(method, selection);
    }
}
