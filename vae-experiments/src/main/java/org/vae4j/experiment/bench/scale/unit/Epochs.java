package org.vae4j.experiment.bench.scale.unit;

import org.vae4j.data.ImageSet;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.train.step.TrainingStep;

/**
 * One unit is one epoch: all images in an order of its own, read and trained on in batches.
 *
 * @param model what is trained
 * @param batch images per step
 * @param examples how many images there are
 */
public record Epochs(ScaledModel model, int batch, int examples) implements Workload {

    @Override
    public double flops() {
        return examples * model.stepFlops();
    }

    @Override
    public Runnable prepare() {
        ImageSet images = RandomImages.of(model.shape(), examples);
        TrainingStep step = new TrainingStep(model.create(images));
        // On this thread, so that reading is a part of the unit's processor time.
        ImageBatchIterator batches = ImageBatchIterator.shuffled(images, batch, 1)
                .reuseArrays(true)
                .prefetch(false)
                .build();
        return () -> {
            batches.reset();
            while (batches.hasNext()) {
                step.apply(batches.next().getFeatures());
            }
        };
    }
}
