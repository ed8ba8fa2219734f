package org.vae4j.experiment.sweep.work;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.lease.Lease;

/** Keeps the leases of all workers alive; a trial whose lease was lost is ended at once. */
final class LeaseHeartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseHeartbeat.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final ScheduledExecutorService executor;
    private final Supplier<List<RunningTrial>> workers;

    LeaseHeartbeat(Supplier<List<RunningTrial>> workers) {
        this.workers = workers;
        executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "leases");
            thread.setDaemon(true);
            return thread;
        });
        executor.scheduleAtFixedRate(this::beat, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
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

    /** Lets a beat end that has begun: an interrupt would close the lease's channel. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
