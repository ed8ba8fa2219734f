package org.vae4j.experiment.study.linear;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.baseline.Covariance;
import org.vae4j.baseline.linear.LinearAutoencoderLoss;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.layers.TiedLinearLayer;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.objective.ElboObjective;

/**
 * Compares a network with a {@link TiedLinearLayer}, run on every example of the data, with the loss and the gradient
 * that are computed from the moments alone.
 *
 * @param lossOnData E‖x - UUᵀx‖² by the network, over all centred examples
 * @param lossOnMoments E‖x - UUᵀx‖² by the moments
 * @param gradientNorm ‖gradient‖ by the moments
 * @param relativeGradientDifference ‖difference of both gradients‖ / ‖gradient‖
 */
public record NetworkCheck(
        double lossOnData, double lossOnMoments, double gradientNorm, double relativeGradientDifference) {

    private static final int BATCH = 2000;

    /**
     * Compares the network with the moments.
     *
     * @param data the data set, of which the training part is used
     * @param moments mean and covariance of that part
     * @param point U, column by column
     * @param p columns of U
     * @return both losses and the difference of the gradients
     */
    public static NetworkCheck of(ConfiguredData data, Covariance moments, double[] point, int p) {
        int d = moments.features();
        LinearAutoencoderLoss loss =
                LinearAutoencoderLoss.tied(moments.centred(), p, LinearAutoencoderLoss.Offset.NONE);
        double[] expected = new double[loss.size()];
        double lossOnMoments = loss.evaluate(point, expected);

        ComputationGraph network = network(d, p);
        network.setParams(Nd4j.create(point, new long[] {1, point.length}, 'f'));
        INDArray mean = moments.mean();
        // -log N(x; x̂, ½I) = ‖x - x̂‖² + d/2 log π.
        double constant = 0.5 * d * Math.log(Math.PI);
        double sum = 0;
        double[] gradient = new double[expected.length];
        ImageBatchIterator batches = data.evaluation(data.split().train(), BATCH);
        while (batches.hasNext()) {
            INDArray x = batches.next()
                    .getFeatures()
                    .castTo(DataType.DOUBLE)
                    .dup('f')
                    .subiRowVector(mean);
            network.setInputs(x);
            network.setLabels(x);
            network.computeGradientAndScore();
            // The score is a mean over the batch, and the gradient a sum.
            sum += x.rows() * (network.score() - constant);
            double[] batchGradient =
                    network.getFlattenedGradients().dup().data().asDouble();
            for (int i = 0; i < batchGradient.length; i++) {
                gradient[i] += batchGradient[i] / moments.count();
            }
        }
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < gradient.length; i++) {
            difference = Math.hypot(difference, gradient[i] - expected[i]);
            norm = Math.hypot(norm, expected[i]);
        }
        return new NetworkCheck(sum / moments.count(), lossOnMoments, norm, difference / norm);
    }

    private static ComputationGraph network(int features, int p) {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(features))
                .addLayer("tied", new TiedLinearLayer.Builder().latent(p).build(), "x")
                // With σ² = ½, -log p(x|z) is the squared error and a constant.
                .addLayer(
                        "error",
                        new VariationalOutputLayer(0, new GaussianLikelihood(Math.sqrt(0.5)), ElboObjective.standard()),
                        "tied")
                .setOutputs("error")
                .build());
        network.init();
        return network;
    }
}
