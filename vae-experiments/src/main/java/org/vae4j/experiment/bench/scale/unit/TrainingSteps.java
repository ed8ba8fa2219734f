package org.vae4j.experiment.bench.scale.unit;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ImageSet;
import org.vae4j.train.step.TrainingStep;

/**
 * A workload whose unit is one training step, always on the same batch.
 *
 * @param model the model that is trained
 * @param batch images per step
 */
public record TrainingSteps(ScaledModel model, int batch) implements Workload {

    @Override
    public double flops() {
        return batch * model.stepFlops();
    }

    @Override
    public Runnable prepare() {
        ImageSet images = RandomImages.of(model.shape(), batch);
        TrainingStep step = new TrainingStep(model.create(images));
        INDArray x = RandomImages.batch(images);
        return () -> step.apply(x);
    }
}
