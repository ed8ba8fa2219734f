package org.vae4j.experiment.sweep.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.lease.Lease;
import org.vae4j.experiment.lease.LeaseSeries;
import org.vae4j.experiment.lease.ProcessIdentity;

/** The leases on trials, in a folder that the processes of all sweeps share: {@code <folder>/<trial>/<number>}. */
final class TrialLeases {

    private final Path root;
    private final ProcessIdentity self = ProcessIdentity.self();

    TrialLeases(Path root) {
        this.root = root;
    }

    /**
     * Acquires the lease on a trial.
     *
     * @param key the key of the trial
     * @return the lease; empty when another process, or another thread of this one, holds it
     */
    Optional<Lease> acquire(String key) throws IOException {
        Path folder = Files.createDirectories(root.resolve(key));
        return new LeaseSeries(folder, "", List.of(), self).acquire();
    }
}
