package org.vae4j.experiment.cli.option;

import org.vae4j.data.ExampleSet;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.use.Examples;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose images of a run's data, filled by picocli. */
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
     * Opens all images of the part from the first chosen one on.
     *
     * @param run the run whose data is opened
     * @return the images
     */
    public ExampleSet of(TrainedRun run) {
        ExampleSet all = Examples.of(data.of(run).split(), part);
        return Examples.some(all, from, all.size() - from);
    }

    /**
     * Opens some images of the part.
     *
     * @param run the run whose data is opened
     * @param count the number of images, counted from the first chosen one
     * @return the images
     */
    public ExampleSet of(TrainedRun run, int count) {
        return Examples.some(Examples.of(data.of(run).split(), part), from, count);
    }
}
