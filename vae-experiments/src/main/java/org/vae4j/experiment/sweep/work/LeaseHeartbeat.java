package org.vae4j.experiment.sweep.work;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.lease.Lease;

/**
 * Renews the leases of all running trials every {@value #PERIOD_SECONDS} seconds, in a thread of its own. Kills the
 * process of a trial whose lease another process has taken over.
 */
final class LeaseHeartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseHeartbeat.class);
    private static final int PERIOD_SECONDS = 5;

    private final ScheduledExecutorService executor;
    private final Supplier<List<RunningTrial>> workers;

    /**
     * Starts the heartbeat.
     *
     * @param workers supplies the running trials; is called in the heartbeat's thread
     */
    LeaseHeartbeat(Supplier<List<RunningTrial>> workers) {
        this.workers = workers;
        executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "leases");
            thread.setDaemon(true);
            return thread;
        });
        executor.scheduleAtFixedRate(this::beat, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void beat() {
        for (RunningTrial worker : workers.get()) {
            try {
                worker.lease().beat();
            } catch (IOException e) {
                LOG.debug("heartbeat of {}", worker.work().trial().key(), e);
            }
            if (worker.lease().state() == Lease.State.TAKEN_OVER) {
                worker.process().kill();
            }
        }
    }

    /** Stops the heartbeat; a beat that has begun ends in order, because an interrupt would close a lease's channel. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
