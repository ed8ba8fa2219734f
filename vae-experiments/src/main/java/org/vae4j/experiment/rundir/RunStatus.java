package org.vae4j.experiment.rundir;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.vae4j.experiment.lease.Host;
import org.vae4j.experiment.lease.LeaseSeries;

/**
 * The content of {@code status.json}.
 *
 * @param state what the run is doing
 * @param reason why it failed or stopped, in one line
 * @param started when this execution began, ISO 8601 in UTC
 * @param heartbeat when the run last said that it lives, ISO 8601 in UTC
 * @param seconds that this execution has taken
 * @param doing a few words on the current step
 * @param fraction of the whole that is done, in [0, 1]
 * @param host where it runs
 * @param pid its process
 */
public record RunStatus(
        RunState state,
        Optional<String> reason,
        String started,
        String heartbeat,
        double seconds,
        String doing,
        double fraction,
        String host,
        long pid) {

    /** A run that has said nothing for so long is taken for dead. */
    public static final Duration STALE = LeaseSeries.STALE;

    /** Refuses what a damaged file has, so that nobody who asks has to. */
    public RunStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(doing, "doing");
        Instant.parse(started);
        Instant.parse(heartbeat);
        reason = reason == null ? Optional.empty() : reason;
    }

    /**
     * Whether a live process is behind this status: on this host the process is looked up, elsewhere the heartbeat
     * counts.
     *
     * @param thisHost name of the host that asks
     * @param now the time
     * @return false for a run that ended or died
     */
    public boolean isAlive(String thisHost, Instant now) {
        if (state != RunState.RUNNING) {
            return false;
        }
        boolean fresh = Duration.between(Instant.parse(heartbeat), now).compareTo(STALE) < 0;
        boolean here = host.equals(thisHost);
        return fresh && (!here || ProcessHandle.of(pid).map(Host::isAlive).orElse(false));
    }
}
