package org.vae4j.experiment.sweep.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.vae4j.experiment.sweep.plan.Trial;

/** A shell script in place of the process of a trial. */
final class ShellTrial {

    private ShellTrial() {}

    /**
     * Starts a script.
     *
     * @param leases the folder of the leases, which are named after the trials
     * @param index the number of the trial
     * @param script what {@code sh} runs; {@code $0} is a file {@code ready} beside the folder
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
