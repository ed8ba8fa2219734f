package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.StableMath;

/**
 * The passes of {@link PrecisionMergeVertex} in terms of the share of the first Gaussian in the precision,
 * p = σ_a⁻² / (σ_a⁻² + σ_b⁻²) = sigmoid(log σ_b² - log σ_a²):
 *
 * <pre>
 * μ = p μ_a + (1 - p) μ_b,   σ² = p σ_a²
 * </pre>
 *
 * <p>With g and h the gradients with respect to μ and log σ², and as ∂p/∂log σ_a² = -p (1 - p),
 *
 * <pre>
 * ∂/∂μ_a      = p g              ∂/∂μ_b      = (1 - p) g
 * ∂/∂log σ_a² = p h - q          ∂/∂log σ_b² = (1 - p) h + q,   q = g (μ_a - μ_b) p (1 - p)
 * </pre>
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

    /** p: the share of the first Gaussian in the precision. */
    private static double share(double logVar, double otherLogVar) {
        return StableMath.sigmoid(otherLogVar - logVar);
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        double[] first = kernels.values(inputs.get(0));
        double[] second = kernels.values(inputs.get(1));
        int half = first.length / 2;
        double[] product = new double[first.length];
        for (int i = 0; i < half; i++) {
            double p = share(first[half + i], second[half + i]);
            product[i] = second[i] + p * (first[i] - second[i]);
            // log σ² = -log(e^-u + e^-v) = min(u, v) - log(1 + e^-|u - v|) for the log-variances u and v
            double gap = Math.abs(first[half + i] - second[half + i]);
            product[half + i] = Math.min(first[half + i], second[half + i]) - Math.log1p(Math.exp(-gap));
        }
        kernels.write(product, output);
    }

    @Override
    public void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets) {
        double[] first = kernels.values(inputs.get(0));
        double[] second = kernels.values(inputs.get(1));
        double[] gradient = kernels.values(outputGradient);
        int half = first.length / 2;
        double[] gradFirst = new double[first.length];
        double[] gradSecond = new double[first.length];
        for (int i = 0; i < half; i++) {
            double p = share(first[half + i], second[half + i]);
            double q = gradient[i] * (first[i] - second[i]) * p * (1 - p);
            gradFirst[i] = p * gradient[i];
            gradSecond[i] = (1 - p) * gradient[i];
            gradFirst[half + i] = p * gradient[half + i] - q;
            gradSecond[half + i] = (1 - p) * gradient[half + i] + q;
        }
        targets.get(0).receive(kernels, gradFirst);
        targets.get(1).receive(kernels, gradSecond);
    }
}
