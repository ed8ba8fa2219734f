package org.vae4j.experiment.bench.contender;

import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/** One implementation of a training step, in a process of its own. */
public interface StepContender {

    /**
     * Builds the network with fresh parameters; the next step takes the first batch. Called again for a fresh start.
     *
     * @param network what to build
     * @param images whole batches, in the order of training, over and over
     * @param batch examples per step
     */
    void prepare(BenchNetwork network, BenchImages images, int batch);

    /**
     * Trains on the next batches.
     *
     * @param steps how many, ≥ 1
     * @return mean training loss as this implementation reports it, in nats per example where it is a negative ELBO
     */
    double trainEpochPart(int steps);
}
