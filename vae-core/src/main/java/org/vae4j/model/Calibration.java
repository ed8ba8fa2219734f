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

/** Gives a model's likelihood what evaluation needs to know of the training set. */
final class Calibration {

    private final ComputationGraph graph;
    private final CompiledGraph compiled;
    private final Kernels kernels;

    Calibration(CompiledGraph compiled) {
        this.graph = compiled.graph();
        this.compiled = compiled;
        this.kernels = Kernels.of(graph.params().dataType());
    }

    /** One pass over the data, for a likelihood that has something to learn from it. */
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

    /** The layer and the vertex that is saved have one configuration, unless somebody gave them two. */
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
            // What stands behind the features is their condition.
            Matrix features =
                    Matrix.ofAny(x.castTo(parameters.type())).columns(0, likelihood.featureCount(parameters.columns()));
            squares += squaredErrors(likelihood, features, parameters);
            values += (long) parameters.rows() * features.columns();
        }
        data.reset();
        if (values == 0) {
            throw new IllegalArgumentException(
                    "found no examples to calibrate on, expected the training set:" + " reset the iterator first");
        }
        return squares / values;
    }

    /** The sum of squared errors, from the Gaussian with σ = 1: its value is half of them and a constant. */
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
