package org.vae4j.experiment.sweep.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.vae4j.experiment.sweep.plan.Trial;

/** A running trial whose process is a shell script. */
final class ShellTrial {

    private ShellTrial() {}

    /**
     * Starts a script.
     *
     * @param leases the folder of the leases
     * @param index the number of the trial
     * @param script the script that {@code sh} runs, with the path of a file {@code ready} beside the folder as
     *     {@code $0}
     * @return the running trial, whose lease this process holds
     */
    static RunningTrial start(Path leases, int index, String script) throws IOException {
        Trial trial = new Trial(index, Map.of("seed", Integer.toString(index)), Optional.empty(), Optional.of("none"));
        return new RunningTrial(
                new Assignment(trial, OptionalInt.empty()),
                leases.resolve("no run"),
                new TrialProcess(new ProcessBuilder(
                                "sh",
                                "-c",
                                script,
                                leases.resolveSibling("ready").toString())
                        .redirectErrorStream(true)
                        .start()),
                new TrialLeases(leases).acquire(trial.key()).orElseThrow());
    }
}
