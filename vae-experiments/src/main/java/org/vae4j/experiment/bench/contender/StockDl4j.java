package org.vae4j.experiment.bench.contender;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;
import org.vae4j.experiment.bench.workload.Convolutions;

/** A plain autoencoder of the same sizes with the stock layers, loss and updater of Deeplearning4j. */
final class StockDl4j implements StepContender {

    private MultiLayerNetwork model;
    private List<DataSet> batches;
    private int next;

    @Override
    public void prepare(BenchNetwork network, BenchImages images, int batch) {
        if (batches == null) {
            batches = Arrays.stream(images.batches(batch, 'c'))
                    .map(x -> new DataSet(x, network.isConvolutional() ? Convolutions.images(x) : x))
                    .toList();
        }
        model = new MultiLayerNetwork(
                network.isConvolutional()
                        ? Convolutions.autoencoder(network)
                        : configuration(network).build());
        model.init();
        next = 0;
    }

    private static ListBuilder configuration(BenchNetwork network) {
        Activation hidden = network.activation() == BenchNetwork.Activation.TANH ? Activation.TANH : Activation.RELU;
        List<Integer> widths = new ArrayList<>(network.encoder());
        widths.add(network.latent().size());
        widths.addAll(network.decoder());
        ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .list();
        int in = BenchNetwork.FEATURES;
        for (int i = 0; i < widths.size(); i++) {
            int out = widths.get(i);
            layers.layer(new DenseLayer.Builder()
                    .nIn(in)
                    .nOut(out)
                    .activation(i == network.encoder().size() ? Activation.IDENTITY : hidden)
                    .build());
            in = out;
        }
        return layers.layer(new OutputLayer.Builder(new LossBinaryXENT())
                .nIn(in)
                .nOut(BenchNetwork.FEATURES)
                .activation(Activation.SIGMOID)
                .build());
    }

    @Override
    public double trainEpochPart(int steps) {
        double loss = 0;
        for (int i = 0; i < steps; i++) {
            model.fit(batches.get(next));
            loss += model.score();
            next = (next + 1) % batches.size();
        }
        return loss / steps;
    }
}
