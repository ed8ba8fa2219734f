package org.vae4j.experiment.bench.contender;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.variational.BernoulliReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/** Deeplearning4j's own variational autoencoder layer, trained by layer-wise pretraining, its only way of training. */
final class Dl4jVaeLayer implements StepContender {

    private MultiLayerNetwork model;
    private INDArray[] batches;
    private int next;

    @Override
    public void prepare(BenchNetwork network, BenchImages images, int batch) {
        if (batches == null) {
            batches = images.batches(batch, 'c');
        }
        VariationalAutoencoder layer = new VariationalAutoencoder.Builder()
                .nIn(BenchNetwork.FEATURES)
                .nOut(network.latent().size())
                .encoderLayerSizes(network.encoder().stream().mapToInt(i -> i).toArray())
                .decoderLayerSizes(network.decoder().stream().mapToInt(i -> i).toArray())
                .activation(network.activation() == BenchNetwork.Activation.TANH ? Activation.TANH : Activation.RELU)
                .pzxActivationFunction(Activation.IDENTITY)
                .reconstructionDistribution(new BernoulliReconstructionDistribution(Activation.SIGMOID))
                .build();
        model = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .list()
                .layer(layer)
                .build());
        model.init();
        next = 0;
    }

    @Override
    public double trainEpochPart(int steps) {
        double loss = 0;
        for (int i = 0; i < steps; i++) {
            model.pretrainLayer(0, batches[next]);
            loss += model.getLayer(0).score();
            next = (next + 1) % batches.length;
        }
        return loss / steps;
    }
}
