package org.vae4j.experiment.study.linear;

import org.vae4j.baseline.Covariance;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.MissingDataException;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.run.RunEnvironment;
import org.vae4j.experiment.run.configured.ConfiguredData;

/** Means and covariances of configured data, read batch by batch. */
public final class Moments {

    private static final int BATCH = 2000;

    private Moments() {}

    /**
     * Opens the configured data, or generated lines if MNIST is asked for without a folder and is not on this machine.
     * The run's output and provenance say which data was opened.
     *
     * @param run a run whose configuration has a data section
     * @return the data
     */
    public static ConfiguredData open(RunEnvironment run) {
        DataConfig config = run.config().data().orElseThrow();
        long seed = run.config().seed();
        ConfiguredData data;
        try {
            data = ConfiguredData.open(config, seed);
        } catch (MissingDataException e) {
            if (!config.name().equals("mnist") || config.dir().isPresent()) {
                throw e;
            }
            run.print("no MNIST on this machine, so on generated lines; with MNIST: data.dir=FOLDER");
            data = ConfiguredData.open(config.ofLines(), seed);
        }
        run.provenance("data", data.identity());
        return data;
    }

    /**
     * Reads one part of the data.
     *
     * @param data the data set
     * @param part a part of it
     * @return mean and covariance
     */
    public static Covariance of(ConfiguredData data, ExampleSet part) {
        Covariance.Builder builder = Covariance.builder(part.shape().size());
        ImageBatchIterator batches = data.evaluation(part, BATCH);
        while (batches.hasNext()) {
            builder.add(batches.next().getFeatures());
        }
        return builder.build();
    }
}
