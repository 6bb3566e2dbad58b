package dev.steward.postgres;

import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.PendingWrite;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of writes for each workspace, and a few threads that commit what waits there, so that those who came meanwhile share the next
 * commit, and one workspace does not take all connections. Who does something long holds up one of the threads.
 */
final class WriteLanes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WriteLanes.class);

    private final int leaders;
    private final Commit commit;
    private final Map<Id<Workspace>, Lane> lanes = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Takes some writes from the queue, which may be empty by then, and sees to their answers. */
    interface Commit {
        void next(Id<Workspace> workspace, Queue<PendingWrite<?>> queue);
    }

    /** @param leaders how many threads commit for a workspace at most */
    WriteLanes(int leaders, Commit commit) {
        this.leaders = leaders;
        this.commit = commit;
    }

    /** False, and nothing was done, when this is closed. */
    boolean add(PendingWrite<?> write) {
        return lanes.computeIfAbsent(write.workspace(), Lane::new).add(write);
    }

    /** Runs {@code task} on a thread of its own; on this one when this is closed. */
    void elsewhere(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /** Returns when all that was added is committed. */
    @Override
    public void close() {
        threads.close();
    }

    private final class Lane {
        private final Id<Workspace> workspace;
        private final Queue<PendingWrite<?>> queue = new ConcurrentLinkedQueue<>();
        private int leading;

        Lane(Id<Workspace> workspace) {
            this.workspace = workspace;
        }

        synchronized boolean add(PendingWrite<?> write) {
            queue.add(write);
            try {
                if (leading < leaders) {
                    threads.execute(this::lead);
                    leading++;
                }
                return true;
            } catch (RejectedExecutionException e) { // closed
                return leading > 0 || !queue.remove(write);
            }
        }

        private void lead() {
            do {
                try {
                    commit.next(workspace, queue);
                } catch (Throwable e) { // out of memory or threads; nothing here may leave a lane without its leader
                    LOG.error("A commit ended by itself", e);
                }
            } while (goesOn());
        }

        private synchronized boolean goesOn() {
            if (queue.isEmpty()) {
                leading--;
                return false;
            }
            return true;
        }
    }
}
