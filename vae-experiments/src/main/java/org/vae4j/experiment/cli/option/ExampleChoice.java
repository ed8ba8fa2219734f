package org.vae4j.experiment.cli.option;

import java.util.Optional;
import org.vae4j.data.ExampleSet;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.use.Examples;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which images of a run's data a command takes; picocli fills it. */
public final class ExampleChoice {

    @Option(names = "--from", paramLabel = "I", defaultValue = "0", description = "The first image (default 0).")
    private int from;

    @Option(
            names = "--part",
            paramLabel = "PART",
            defaultValue = "TEST",
            description = "train, valid or test (default).")
    private Examples.Part part;

    @Mixin
    private DataPlace data;

    /** {@return the index of the first image} */
    public int from() {
        return from;
    }

    /** {@return the part of the data that the images come from} */
    public Examples.Part part() {
        return part;
    }

    /**
     * So many of them; all that there are, from the first on, when it is not said how many.
     *
     * @param run the run whose data it is
     * @param count how many images; empty for all from the first on
     */
    public ExampleSet of(TrainedRun run, Optional<Integer> count) {
        ExampleSet all = Examples.of(data.of(run).split(), part);
        return Examples.some(all, from, count.orElse(all.size() - from));
    }
}
