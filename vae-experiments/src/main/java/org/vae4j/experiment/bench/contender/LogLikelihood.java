package org.vae4j.experiment.bench.contender;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/** Importance sampling. A step estimates log p(x) of a few images; its loss is the mean of -log p(x) in nats. */
public final class LogLikelihood implements StepContender {

    /** The number of images per step. */
    public static final int EXAMPLES = 40;
    /** The number of draws of z per image. */
    public static final int SAMPLES = 5000;

    private ImportanceSampling estimator;
    private INDArray examples;
    private int next;

    @Override
    public void prepare(BenchNetwork network, BenchImages images, int batch) {
        examples = images.batches(batch, 'f')[0].get(NDArrayIndex.interval(0, Math.min(batch, EXAMPLES)));
        estimator = new ImportanceSampling(Vae4j.model(network, images, batch), SAMPLES);
        next = 0;
    }

    @Override
    public double trainEpochPart(int steps) {
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            for (double value : estimator.logLikelihood(examples, next++)) {
                sum -= value;
            }
        }
        return sum / (steps * examples.size(0));
    }
}
