package org.vae4j.experiment.bench.scale.unit;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ImageSet;
import org.vae4j.eval.importance.ImportanceSampling;

/**
 * A workload whose unit is the importance-sampled log p(x) of some images.
 *
 * @param model the model, with fresh parameters
 * @param examples the number of images
 * @param samples the number of draws of z per image
 */
public record Samples(ScaledModel model, int examples, int samples) implements Workload {

    @Override
    public double flops() {
        return examples * (model.encoderFlops() + samples * model.decoderFlops());
    }

    @Override
    public Runnable prepare() {
        ImageSet images = RandomImages.of(model.shape(), examples);
        ImportanceSampling estimator = new ImportanceSampling(model.create(images), samples);
        INDArray x = RandomImages.batch(images);
        return () -> estimator.logLikelihood(x, 1);
    }
}
