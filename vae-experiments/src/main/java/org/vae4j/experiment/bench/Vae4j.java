package org.vae4j.experiment.bench;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.DenseBlock;
import org.vae4j.layers.GaussianSamplingLayer;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.objective.ElboObjective;

/** This project. */
final class Vae4j implements StepContender {

    private ComputationGraph model;
    private INDArray[] batches;
    private int next;

    @Override
    public void prepare(BenchNetwork network, BenchImages images, int batch) {
        if (batches == null) {
            batches = images.batches(batch, 'f');
        }
        Nonlinearity hidden =
                network.activation() == BenchNetwork.Activation.TANH ? Nonlinearity.TANH : Nonlinearity.RELU;
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .graphBuilder()
                .addInputs("x");
        String from = "x";
        int width = BenchNetwork.FEATURES;
        for (int out : network.encoder()) {
            from = dense(graph, from, width, out, hidden);
            width = out;
        }
        String posterior = dense(graph, from, width, 2 * network.latent(), Nonlinearity.IDENTITY);
        graph.addLayer("z", new GaussianSamplingLayer(1), posterior);
        from = "z";
        width = network.latent();
        for (int out : network.decoder()) {
            from = dense(graph, from, width, out, hidden);
            width = out;
        }
        String logits = dense(graph, from, width, BenchNetwork.FEATURES, Nonlinearity.IDENTITY);
        graph.addVertex("all", new ConcatVertex(), logits, posterior, "z");
        graph.addLayer(
                "out",
                new VariationalOutputLayer(network.latent(), new BernoulliLikelihood(), ElboObjective.standard()),
                "all");
        model = new ComputationGraph(graph.setOutputs("out").build());
        model.init();
        next = 0;
    }

    private static String dense(GraphBuilder graph, String from, int in, int out, Nonlinearity f) {
        String name = "after-" + from;
        DenseBlock.Builder layer =
                new DenseBlock.Builder().nonlinearity(f).nIn(in).nOut(out);
        graph.addLayer(name, from.equals("x") ? layer.withoutInputGradient().build() : layer.build(), from);
        return name;
    }

    @Override
    public double trainEpochPart(int steps) {
        double loss = 0;
        for (int i = 0; i < steps; i++) {
            model.fit(new INDArray[] {batches[next]}, new INDArray[] {batches[next]});
            loss += model.score();
            next = (next + 1) % batches.length;
        }
        return loss / steps;
    }
}
