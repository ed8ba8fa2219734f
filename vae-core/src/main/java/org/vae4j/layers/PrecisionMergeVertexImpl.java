package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.StableMath;

/**
 * See {@link PrecisionMergeVertex}: with the share p = σ_a⁻² / (σ_a⁻² + σ_b⁻²) of one Gaussian, μ = p μ_a + (1 - p) μ_b
 * and σ² = p σ_a².
 */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class PrecisionMergeVertexImpl extends JoinVertexImpl {

    PrecisionMergeVertexImpl(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, type);
    }

    @Override
    public int outputColumns(int[] inputColumns) {
        PrecisionMergeVertex.requireGaussians(inputColumns[0], inputColumns[1]);
        return inputColumns[0];
    }

    /** The share of the first in the precision, by which its mean is weighted: σ_a⁻² / (σ_a⁻² + σ_b⁻²). */
    private static double share(double logVar, double otherLogVar) {
        return StableMath.sigmoid(otherLogVar - logVar);
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        double[] one = kernels.values(inputs.get(0));
        double[] other = kernels.values(inputs.get(1));
        int half = one.length / 2;
        double[] product = new double[one.length];
        for (int i = 0; i < half; i++) {
            double share = share(one[half + i], other[half + i]);
            product[i] = other[i] + share * (one[i] - other[i]);
            // -log (e^-a + e^-b) = min(a, b) - log (1 + e^-|a - b|)
            double gap = Math.abs(one[half + i] - other[half + i]);
            product[half + i] = Math.min(one[half + i], other[half + i]) - Math.log1p(Math.exp(-gap));
        }
        kernels.write(product, output);
    }

    @Override
    public void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets) {
        double[] one = kernels.values(inputs.get(0));
        double[] other = kernels.values(inputs.get(1));
        double[] gradient = kernels.values(outputGradient);
        int half = one.length / 2;
        double[] toOne = new double[one.length];
        double[] toOther = new double[one.length];
        for (int i = 0; i < half; i++) {
            double share = share(one[half + i], other[half + i]);
            double byShare = gradient[i] * (one[i] - other[i]) * share * (1 - share);
            toOne[i] = share * gradient[i];
            toOther[i] = (1 - share) * gradient[i];
            toOne[half + i] = share * gradient[half + i] - byShare;
            toOther[half + i] = (1 - share) * gradient[half + i] + byShare;
        }
        targets.get(0).receive(kernels, toOne);
        targets.get(1).receive(kernels, toOther);
    }
}
