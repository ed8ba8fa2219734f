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
 * @param state the state of the run
 * @param reason the reason why it failed or stopped, in one line
 * @param started the time when this execution began, ISO 8601 in UTC
 * @param heartbeat the time of the last sign of life, ISO 8601 in UTC
 * @param seconds the duration of this execution so far
 * @param doing the current step in a few words
 * @param fraction the share of the whole that is done, in [0, 1]
 * @param host the name of the computer
 * @param pid the number of the process
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

    /** A run counts as dead if it gave no sign of life for this long. */
    public static final Duration STALE = LeaseSeries.STALE;

    /** Refuses values that only a damaged file can have. */
    public RunStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(doing, "doing");
        Instant.parse(started);
        Instant.parse(heartbeat);
        reason = reason == null ? Optional.empty() : reason;
    }

    /**
     * Whether the process of this status is alive. The heartbeat must be recent, and on this host the process is also
     * looked up.
     *
     * @param thisHost the name of this host
     * @param now the present time
     * @return false if the run has ended or its process has died
     */
    public boolean isAlive(String thisHost, Instant now) {
        if (state != RunState.RUNNING) {
            return false;
        }
        boolean isRecent = Duration.between(Instant.parse(heartbeat), now).compareTo(STALE) < 0;
        boolean isHere = host.equals(thisHost);
        return isRecent && (!isHere || ProcessHandle.of(pid).map(Host::isAlive).orElse(false));
    }
}
