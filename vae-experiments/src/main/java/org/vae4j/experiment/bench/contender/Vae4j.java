package org.vae4j.experiment.bench.contender;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;
import org.vae4j.experiment.bench.workload.Convolutions;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.run.backend.Workers;
import org.vae4j.experiment.rundir.Numerics;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

/** The training step of this project's trainer, by as many workers as the trainer would use. */
final class Vae4j implements StepContender {

    private final int cores = Numerics.detect().blasThreads();
    private TrainingStep step;
    private INDArray[] batches;
    private int next;

    @Override
    public void prepare(BenchNetwork network, BenchImages images, int batch) {
        if (batches == null) {
            batches = images.batches(batch, 'f');
        }
        Workers workers = Workers.forRows(cores, batch);
        Backend.setProductThreads(workers.productThreads());
        if (step != null) {
            step.close();
        }
        step = new TrainingStep(model(network, images, batch), workers.count());
        next = 0;
    }

    /** Makes this project's model of a network with fresh parameters, to be trained by Adam with the rate 1e-3. */
    static LatentModel model(BenchNetwork network, BenchImages images, int batch) {
        if (network.source() == BenchNetwork.Source.CONFIGURATION) {
            return ConfiguredNetwork.model(network, images, batch);
        }
        IUpdater updater = FlushingAdam.withLearningRate(1e-3);
        if (network.isConvolutional()) {
            return LatentModel.of(Convolutions.variational(network, updater));
        }
        Nonlinearity hidden =
                network.activation() == BenchNetwork.Activation.TANH ? Nonlinearity.TANH : Nonlinearity.RELU;
        ModelSpec spec = new ModelSpec(
                BenchNetwork.FEATURES,
                network.encoder(),
                network.latent().size(),
                network.decoder(),
                hidden,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                ElboObjective.standard());
        return LatentModel.create(spec, updater, 1);
    }

    @Override
    public double trainEpochPart(int steps) {
        double loss = 0;
        for (int i = 0; i < steps; i++) {
            loss += step.apply(batches[next]).objectiveNats();
            next = (next + 1) % batches.length;
        }
        return loss / steps;
    }
}
