package org.vae4j.experiment.run;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.rundir.RunDirectory;

/** The environment of a training that is asked to stop after a number of steps. */
final class TinyTraining implements RunEnvironment {

    private final ExperimentConfig config;
    private final RunDirectory directory;
    private final AtomicInteger stepsLeft;

    TinyTraining(Path folder, String settings, int steps, String... overrides) {
        config = new ConfigResolver("tiny", settings, NoOptions.class).resolve(List.of(overrides));
        directory = RunDirectory.open(folder, config);
        // The training asks once before the first step, too.
        stepsLeft = new AtomicInteger(steps);
    }

    Path root() {
        return directory.root();
    }

    @Override
    public ExperimentConfig config() {
        return config;
    }

    @Override
    public RunDirectory directory() {
        return directory;
    }

    @Override
    public void provenance(String key, Object value) {}

    @Override
    public void print(String text) {}

    @Override
    public void note(String text) {}

    @Override
    public void progress(String what, double fraction) {}

    @Override
    public boolean stopRequested() {
        return stepsLeft.getAndDecrement() == 0;
    }
}
