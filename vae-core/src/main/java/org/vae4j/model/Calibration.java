package org.vae4j.model;

import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.NoisePosition;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.math.StableMath;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.model.plan.Roles;

/**
 * Sets the likelihood of a model to the form that evaluation uses, for likelihoods that take a scale from each batch
 * while they train.
 *
 * <p>Such a likelihood needs the mean squared error over the training set, the mean of (x − E[x|z])² over all examples,
 * draws z ~ q(z|x) and features.
 */
final class Calibration {

    private final ComputationGraph graph;
    private final CompiledGraph compiled;
    private final Kernels kernels;

    Calibration(CompiledGraph compiled) {
        this.graph = compiled.graph();
        this.compiled = compiled;
        this.kernels = Kernels.of(graph.params().dataType());
    }

    /**
     * Calibrates the likelihood in one pass over the data; does nothing for a likelihood that needs none.
     *
     * @param data the training set; reset afterwards
     * @param seed seed of the draws of z
     * @throws IllegalArgumentException when the iterator has no batch
     */
    void on(DataSetIterator data, long seed) {
        Likelihood likelihood = outputLayer().getLikelihood();
        if (likelihood.dependsOnBatch()) {
            use(likelihood.calibrated(meanSquaredError(likelihood, data, seed)));
        }
    }

    private VariationalOutputLayer outputLayer() {
        return (VariationalOutputLayer)
                graph.getLayer(Roles.of(graph).objective()).conf().getLayer();
    }

    /** Replaces the likelihood in the layer and in the vertex that is saved: usually they share one configuration. */
    private void use(Likelihood likelihood) {
        VariationalOutputLayer layer = outputLayer().withLikelihood(likelihood);
        graph.getLayer(Roles.of(graph).objective()).conf().setLayer(layer);
        LayerVertex vertex = (LayerVertex)
                graph.getConfiguration().getVertices().get(Roles.of(graph).objective());
        vertex.getLayerConf().setLayer(layer);
    }

    private double meanSquaredError(Likelihood likelihood, DataSetIterator data, long seed) {
        double squares = 0;
        long values = 0;
        long first = 0;
        while (data.hasNext()) {
            INDArray x = data.next().getFeatures();
            NoisePosition noise = NoisePosition.evaluation(seed).fromExample(first);
            Matrix parameters = compiled.output(x, Roles.of(graph).parameters(), noise);
            first += x.size(0);
            // A condition may follow the features.
            Matrix features =
                    Matrix.ofAny(x.castTo(parameters.type())).columns(0, likelihood.featureCount(parameters.columns()));
            squares += squaredErrors(likelihood, features, parameters);
            values += (long) parameters.rows() * features.columns();
        }
        data.reset();
        if (values == 0) {
            throw new IllegalArgumentException(
                    "found no examples to calibrate on, expected the training set: reset the iterator first");
        }
        return squares / values;
    }

    /**
     * Σ (x − mean)² over all values. With σ = 1, -log N(x; mean, σ²) of a row is half its squared errors plus D/2 log
     * 2π, which the kernel computes with x repeated for each draw.
     */
    private double squaredErrors(Likelihood likelihood, Matrix x, Matrix parameters) {
        Matrix mean = Matrix.allocate(x.type(), parameters.rows(), x.columns());
        likelihood.mean(kernels, parameters, mean);
        double[] rows = new double[parameters.rows()];
        kernels.gaussian(x, mean, 0, rows, Matrix.allocate(x.type(), parameters.rows(), x.columns()));
        double sum = 0;
        for (double row : rows) {
            sum += 2 * row - x.columns() * StableMath.LOG_TWO_PI;
        }
        return sum;
    }
}
