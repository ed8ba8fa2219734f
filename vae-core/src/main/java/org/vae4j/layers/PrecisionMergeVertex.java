package org.vae4j.layers;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The product of two diagonal Gaussians, normalised: precisions add up, and means are weighted by them,
 *
 * <pre>
 * σ² = 1 / (σ_a⁻² + σ_b⁻²),   μ = (μ_a σ_a⁻² + μ_b σ_b⁻²) σ²
 * </pre>
 *
 * <p>(Sønderby et al. 2016, eqs. 11 and 12). Both inputs and the output are [μ | log σ²] {@code [rows, 2n]}. The
 * arithmetic is in double precision, whatever the network's type.
 */
public class PrecisionMergeVertex extends PlainVertex {

    /** For the builder and for JSON: there is nothing to set. */
    public PrecisionMergeVertex() {}

    @Override
    public int minVertexInputs() {
        return 2;
    }

    @Override
    public int maxVertexInputs() {
        return 2;
    }

    @Override
    PlainVertexImpl implementation(ComputationGraph graph, String name, int index, DataType type) {
        return new PrecisionMergeVertexImpl(graph, name, index, type);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        requireGaussians(features(inputs[0]), features(inputs[1]));
        return InputType.feedForward(features(inputs[0]));
    }

    /** Throws unless both are parameters of Gaussians with equally many dimensions. */
    static void requireGaussians(int first, int second) {
        if (first != second || first % 2 != 0) {
            throw new IllegalArgumentException("found a product of Gaussians of " + first + " and " + second
                    + " parameters, expected [mean | log variance] of as many dimensions each");
        }
    }
}
