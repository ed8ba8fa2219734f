package org.vae4j.model.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.layers.MaskedDenseBlock;
import org.vae4j.layers.SpectralDenseBlock;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.jacobian.Measured;
import org.vae4j.objective.jacobian.SpectralNorms;
import org.vae4j.update.optimiser.ParameterGroup;

/**
 * The penalties on spectral norms that the terms of an objective ask for: per {@link SpectralNorms} the value
 * Σ_W ½ σ(W)², with σ(W) the largest singular value of W and the sum over the weight matrices of its group.
 *
 * <p>With the singular vectors u and v, σ(W) = uᵀW v and the gradient of ½ σ² with respect to W is σ u vᵀ. With c the
 * objective's derivative with respect to the value, {@link #addGradients} adds c σ u vᵀ to the gradient of each W. Each
 * row of a batch holds the same value, so c is the sum of the rows' gradients.
 *
 * <p>{@link #measure} comes first in a step; {@link #addGradients} uses the singular vectors that it found. Not safe
 * for use by several threads at once.
 */
public final class SpectralPenalties {

    private final List<Penalty> penalties;

    private record Penalty(String name, List<Weights> matrices) {}

    /** A weight matrix W with the memory of its gradient and with σ, u and v of the last measurement. */
    private static final class Weights {
        private final Matrix gradient;
        private final KrylovSpace space;
        private double sigma;

        private Weights(Matrix values, Matrix gradient, SpectralNorms norms, long seed) {
            this.gradient = gradient;
            this.space = new KrylovSpace(values, norms.directions(), GaussianNoise.draw(seed, values.rows()));
        }

        /** Computes σ, u and v; returns ½ σ². */
        double measureHalfSquare() {
            sigma = space.largestSingularValue();
            return sigma * sigma / 2;
        }

        /** Adds {@code factor} σ u vᵀ to the gradient of W. */
        void addGradient(double factor) {
            Kernels kernels = Kernels.of(gradient.type());
            Matrix scaled = Matrix.allocate(gradient.type(), space.right().rows(), 1);
            kernels.scaleAndShift(space.right(), Lines.COLUMNS, new double[] {factor * sigma}, new double[1], scaled);
            kernels.timesTransposed(space.left(), scaled, gradient, Accumulate.YES);
        }
    }

    private SpectralPenalties(List<Penalty> penalties) {
        this.penalties = List.copyOf(penalties);
    }

    /**
     * Finds the weight matrices that the objective of a network penalises.
     *
     * @param graph the network, with its gradient array
     * @param measured the measurements that the objective asks for; those other than {@link SpectralNorms} are skipped
     * @return the penalties, none where the objective asks for no spectral norms
     * @throws IllegalArgumentException when a group has no weights, or has a layer that transforms its weights before
     *     it uses them or stores them as a tensor of another rank than 2
     */
    public static SpectralPenalties of(ComputationGraph graph, List<Measured> measured) {
        List<Penalty> penalties = new ArrayList<>();
        for (Measured each : measured) {
            if (each instanceof SpectralNorms norms) {
                penalties.add(new Penalty(norms.name(), matrices(graph, norms)));
            }
        }
        return new SpectralPenalties(penalties);
    }

    private static List<Weights> matrices(ComputationGraph graph, SpectralNorms norms) {
        List<Weights> matrices = new ArrayList<>();
        for (Layer layer : graph.getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            if (layer.numParams() > 0 && contains(norms.of(), name)) {
                add(layer, norms, matrices);
            }
        }
        if (matrices.isEmpty()) {
            throw new IllegalArgumentException("objective.terms: found " + norms.name() + " of a model without layers"
                    + " with weights in its group, expected some: set its group to all");
        }
        return matrices;
    }

    private static boolean contains(SpectralNorms.Of group, String layer) {
        return switch (group) {
            case ALL -> ParameterGroup.ENCODER.contains(layer) || ParameterGroup.DECODER.contains(layer);
            case ENCODER -> ParameterGroup.ENCODER.contains(layer);
            case DECODER -> ParameterGroup.DECODER.contains(layer);
        };
    }

    private static void add(Layer layer, SpectralNorms norms, List<Weights> matrices) {
        org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
        ParamInitializer initializer = conf.initializer();
        Map<String, INDArray> gradients =
                initializer.getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray());
        for (String key : initializer.weightKeys(conf)) {
            INDArray values = layer.getParam(key);
            requireMatrix(conf, values, norms);
            long seed = Streams.at(Streams.derive(norms.seed(), conf.getLayerName()), matrices.size());
            matrices.add(new Weights(Matrix.of(values), Matrix.of(gradients.get(key)), norms, seed));
        }
    }

    private static void requireMatrix(
            org.deeplearning4j.nn.conf.layers.Layer layer, INDArray values, SpectralNorms norms) {
        boolean usesWeightsAsTheyAre = !(layer instanceof MaskedDenseBlock) && !(layer instanceof SpectralDenseBlock);
        if (!usesWeightsAsTheyAre || values.rank() != 2) {
            throw new IllegalArgumentException("objective.terms: found " + norms.name() + " with the layer \""
                    + layer.getLayerName() + "\" (" + layer.getClass().getSimpleName()
                    + "), expected layers that use their weights as they are, such as dense and conv: set its group to"
                    + " another one");
        }
    }

    /**
     * Computes the value of each penalty from the present weights.
     *
     * @param batch the values of its auxiliary columns of the penalties' names are overwritten, each row with the same
     *     value
     */
    public void measure(LatentBatch batch) {
        for (Penalty penalty : penalties) {
            double halfSquares = 0;
            for (Weights weights : penalty.matrices) {
                halfSquares += weights.measureHalfSquare();
            }
            Arrays.fill(batch.auxiliary(penalty.name).values(), halfSquares);
        }
    }

    /**
     * Adds the gradients of the values that {@link #measure} computed last to those of the weights.
     *
     * @param batch the gradients of its auxiliary columns of the penalties' names are read
     */
    public void addGradients(LatentBatch batch) {
        for (Penalty penalty : penalties) {
            Columns column = batch.auxiliary(penalty.name);
            double gradientOfValue = Arrays.stream(column.gradient()).sum();
            penalty.matrices.forEach(weights -> weights.addGradient(gradientOfValue));
        }
    }
}
