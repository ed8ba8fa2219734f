package org.vae4j.experiment.bench.scale.unit;

import org.vae4j.data.ImageSet;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.train.step.TrainingStep;

/**
 * A workload whose unit is one epoch: all images are read in a new order and trained on in batches.
 *
 * @param model the model that is trained
 * @param batch images per step
 * @param examples the number of images
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
        // Without prefetching, so that reading is part of the processor time of this thread.
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
