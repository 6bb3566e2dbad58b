package dev.steward.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A process that can be paused, together with those that it has started. It ends with this one, however this one ends. */
final class Child {

    private final Process process;
    private boolean paused;
    private boolean ended;

    private Child(Process process) {
        this.process = process;
    }

    static Child start(ProcessBuilder builder) throws IOException {
        Child child = new Child(builder.start());
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(child::end));
        } catch (IllegalStateException e) {
            child.end();
            throw new BenchmarkException("Nothing is started any more", e);
        }
        return child;
    }

    Process process() {
        return process;
    }

    synchronized void pause() {
        if (!paused && !ended && process.isAlive()) {
            paused = true;
            signal("-STOP", Stream.of(process.toHandle())); // it first, so that it starts no more of them
            signal("-STOP", process.descendants());
        }
    }

    synchronized void resume() {
        if (paused) {
            paused = false;
            signal("-CONT", Stream.concat(process.descendants(), Stream.of(process.toHandle())));
        }
    }

    /** Asks it to end, which it would not heed while it is paused. It is not paused any more after that. */
    synchronized void end() {
        ended = true;
        try {
            resume();
        } finally {
            process.destroy();
        }
    }

    private static void signal(String signal, Stream<ProcessHandle> to) {
        List<String> ids = to.filter(ProcessHandle::isAlive).map(process -> Long.toString(process.pid())).toList();
        if (!ids.isEmpty()) {
            Command.require(Stream.concat(Stream.of("kill", signal), ids.stream()).toList());
        }
    }
}
