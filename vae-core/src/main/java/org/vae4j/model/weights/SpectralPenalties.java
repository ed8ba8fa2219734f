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

/** The {@link SpectralNorms} that an objective reads, often none: their values, and their part of the gradients. */
public final class SpectralPenalties {

    private final List<Penalty> penalties;

    private record Penalty(String name, List<Weights> matrices) {}

    /** A matrix of weights, the room of its gradient, and where its singular vectors are looked for. */
    private static final class Weights {
        private final Matrix gradient;
        private final KrylovSpace space;
        private double largest;

        private Weights(Matrix values, Matrix gradient, SpectralNorms norms, long seed) {
            this.gradient = gradient;
            this.space = new KrylovSpace(values, norms.directions(), GaussianNoise.draw(seed, values.rows()));
        }

        double halfSquare() {
            largest = space.largest();
            return largest * largest / 2;
        }

        /** Adds σ u vᵀ times a factor. */
        void addGradient(double factor) {
            Kernels kernels = Kernels.of(gradient.type());
            Matrix v = Matrix.allocate(gradient.type(), space.right().rows(), 1);
            kernels.scaleAndShift(space.right(), Lines.COLUMNS, new double[] {factor * largest}, new double[1], v);
            kernels.timesTransposed(space.left(), v, gradient, Accumulate.YES);
        }
    }

    private SpectralPenalties(List<Penalty> penalties) {
        this.penalties = List.copyOf(penalties);
    }

    /**
     * Those that are asked for of a network.
     *
     * @param graph the network, with its gradient array
     * @param measured what an objective reads; what is no norm of weights is passed over
     * @return the penalties
     * @throws IllegalArgumentException when a group has no weights, or such as are no matrix of their own
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
        boolean own = !(layer instanceof MaskedDenseBlock) && !(layer instanceof SpectralDenseBlock);
        if (!own || values.rank() != 2) {
            throw new IllegalArgumentException("objective.terms: found " + norms.name() + " with the layer \""
                    + layer.getLayerName() + "\" (" + layer.getClass().getSimpleName()
                    + "), expected layers that use their weights as they are, such as dense and conv: set its group to"
                    + " another one");
        }
    }

    /**
     * Measures the norms.
     *
     * @param batch its columns of their names are overwritten
     */
    public void measure(LatentBatch batch) {
        for (Penalty penalty : penalties) {
            double value = 0;
            for (Weights weights : penalty.matrices) {
                value += weights.halfSquare();
            }
            Arrays.fill(batch.auxiliary(penalty.name).values(), value);
        }
    }

    /**
     * Adds the gradients of what was measured last to those of the weights.
     *
     * @param batch the gradients of its columns are read
     */
    public void addGradients(LatentBatch batch) {
        for (Penalty penalty : penalties) {
            Columns column = batch.auxiliary(penalty.name);
            double factor = Arrays.stream(column.gradient()).sum();
            penalty.matrices.forEach(weights -> weights.addGradient(factor));
        }
    }
}
