package dev.steward.http.cli;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.graceful.GracefulShutdownManager;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a server: no new requests, accepted ones finish and streams end, within a bound; then the database closes. */
final class Shutdown {

    private static final int SECONDS = 15;

    private Shutdown() {
    }

    static void gracefully(ApplicationContext context) {
        try {
            context.getBean(GracefulShutdownManager.class).shutdownGracefully().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.err.println("steward: some requests did not finish within " + SECONDS + " s");
        } finally {
            context.close();
        }
    }
}
