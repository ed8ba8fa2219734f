package org.vae4j.experiment.study.linear;

import org.vae4j.baseline.Covariance;
import org.vae4j.data.ImageSet;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.experiment.run.ConfiguredData;

/** Means and covariances of configured data, read batch by batch. */
public final class Moments {

    private static final int BATCH = 2000;

    private Moments() {}

    /**
     * Of one part.
     *
     * @param data as configured
     * @param part of it
     * @return mean and covariance
     */
    public static Covariance of(ConfiguredData data, ImageSet part) {
        Covariance.Builder builder = Covariance.builder(part.shape().size());
        ImageBatchIterator batches = data.evaluation(part, BATCH);
        while (batches.hasNext()) {
            builder.add(batches.next().getFeatures());
        }
        return builder.build();
    }
}
