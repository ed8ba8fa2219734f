package org.vae4j.experiment.bench.contender;

import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/** An implementation of a training step, which runs in a process of its own. */
public interface StepContender {

    /**
     * Builds the network with fresh parameters, so that the next step takes the first batch. It may be called again.
     *
     * @param network the network to build
     * @param images images in the order of training, which repeats when all are used; they fill whole batches
     * @param batch examples per step
     */
    void prepare(BenchNetwork network, BenchImages images, int batch);

    /**
     * Trains on the next batches.
     *
     * @param steps the number of steps, ≥ 1
     * @return the mean training loss as this implementation reports it, in nats per example if it is a negative ELBO
     */
    double trainEpochPart(int steps);
}
