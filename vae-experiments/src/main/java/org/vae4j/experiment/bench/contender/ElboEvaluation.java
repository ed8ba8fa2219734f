package org.vae4j.experiment.bench.contender;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;
import org.vae4j.model.LatentModel;

/** Evaluation. A step computes the ELBO of a batch with one draw of z per example. */
final class ElboEvaluation implements StepContender {

    private LatentModel model;
    private INDArray[] batches;
    private int next;

    @Override
    public void prepare(BenchNetwork network, BenchImages images, int batch) {
        if (batches == null) {
            batches = images.batches(batch, 'f');
        }
        model = Vae4j.model(network, images, batch);
        next = 0;
    }

    @Override
    public double trainEpochPart(int steps) {
        double loss = 0;
        for (int i = 0; i < steps; i++) {
            loss += model.elbo(batches[next], next).objectiveNats();
            next = (next + 1) % batches.length;
        }
        return loss / steps;
    }
}
