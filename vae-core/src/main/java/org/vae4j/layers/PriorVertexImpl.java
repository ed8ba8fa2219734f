package org.vae4j.layers;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;

/**
 * The passes of {@link PriorVertex}: log p(z) of each row and its gradients by a {@link Prior}, in double precision.
 */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class PriorVertexImpl extends JoinVertexImpl {

    private static final Columns EMPTY = new Columns(0, 0);

    private final Prior prior;
    private Columns z = EMPTY;
    private Columns parameters = EMPTY;
    private double[] logDensity = new double[0];

    PriorVertexImpl(ComputationGraph graph, String name, int index, DataType type, Prior prior) {
        super(graph, name, index, type);
        this.prior = prior;
    }

    @Override
    public int outputColumns(int[] inputColumns) {
        boolean hasParameters = !prior.parameters(inputColumns[0]).equals(Prior.Parameters.NONE);
        if (inputColumns.length != (hasParameters ? 2 : 1)) {
            throw new IllegalArgumentException("vertex \"" + getVertexName() + "\": found " + inputColumns.length
                    + " inputs, expected z" + (hasParameters ? " and the parameters" : "") + " of the prior "
                    + prior.name());
        }
        return 1;
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        readInputs(inputs);
        logDensity = logDensity.length == z.rows() ? logDensity : new double[z.rows()];
        Arrays.fill(logDensity, 0);
        if (prior.hasDensity()) {
            prior.addLogDensity(z, parameters, logDensity);
        } else {
            Arrays.fill(logDensity, Double.NaN);
        }
        kernels.write(logDensity, output);
    }

    private void readInputs(List<Matrix> inputs) {
        z = read(inputs.get(0), z);
        parameters = inputs.size() > 1 ? read(inputs.get(1), parameters) : EMPTY;
    }

    /** Reads a matrix into the given memory, or into new memory if that has another size. */
    private Columns read(Matrix input, Columns memory) {
        boolean fits = memory.rows() == input.rows() && memory.count() == input.columns();
        Columns result = fits ? memory : new Columns(input.rows(), input.columns());
        kernels.read(input, result.values());
        return result;
    }

    @Override
    public void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets) {
        // Other passes may have overwritten the memory since the forward pass.
        readInputs(inputs);
        double[] weights = new double[z.rows()];
        kernels.read(outputGradient, weights);
        z.clearGradient();
        parameters.clearGradient();
        prior.addLogDensityGradient(z, parameters, weights);
        targets.get(0).receive(kernels, z.gradient());
        if (inputs.size() > 1) {
            targets.get(1).receive(kernels, parameters.gradient());
        }
    }
}
