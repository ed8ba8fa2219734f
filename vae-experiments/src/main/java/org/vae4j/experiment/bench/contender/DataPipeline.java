package org.vae4j.experiment.bench.contender;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ImageSet;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.data.transform.Binarisation;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/** The data pipeline alone, on the calling thread. A step shuffles, cuts and optionally binarises a batch. */
final class DataPipeline implements StepContender {

    private final boolean binarised;
    private ImageBatchIterator iterator;

    /**
     * Makes a pipeline.
     *
     * @param binarised whether every pixel is binarised at random in each batch
     */
    DataPipeline(boolean binarised) {
        this.binarised = binarised;
    }

    @Override
    public void prepare(BenchNetwork network, BenchImages images, int batch) {
        ImageSet set = images.imageSet();
        ImageBatchIterator.Builder builder =
                ImageBatchIterator.shuffled(set, batch, 1).reuseArrays(true).prefetch(false);
        iterator = (binarised ? builder.binarisation(new Binarisation.Dynamic(1)) : builder).build();
    }

    @Override
    public double trainEpochPart(int steps) {
        INDArray last = null;
        for (int i = 0; i < steps; i++) {
            if (!iterator.hasNext()) {
                iterator.reset();
            }
            last = iterator.next().getFeatures();
        }
        return last == null ? Double.NaN : last.getDouble(0);
    }
}
