package org.vae4j.layers;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.latent.bijection.Bijection;

/** See {@link BijectionVertex}: [z' | log |det ∂z'/∂z|] by a {@link Bijection}, which keeps what its way back needs. */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class BijectionVertexImpl extends JoinVertexImpl {

    private static final Columns NOTHING = new Columns(0, 0);

    private final Bijection bijection;
    private Columns z = NOTHING;
    private Columns parameters = NOTHING;
    private Columns image = NOTHING;
    private Bijection.Applied applied = () -> {};
    /** What inputs are read into before they are compared with those that the function was applied to. */
    private double[] spare = {};

    BijectionVertexImpl(ComputationGraph graph, String name, int index, DataType type, Bijection bijection) {
        super(graph, name, index, type);
        this.bijection = bijection;
    }

    @Override
    public int outputColumns(int[] inputColumns) {
        BijectionVertex.requireParameters(bijection, inputColumns[0], inputColumns[1]);
        return inputColumns[0] + 1;
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        apply(inputs);
        kernels.write(image.values(), output);
    }

    /** Other passes may have come since the forward one: then the function is applied again. */
    @Override
    public void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets) {
        if (!isAppliedTo(inputs)) {
            apply(inputs);
        }
        kernels.read(outputGradient, image.gradient());
        z.clearGradient();
        parameters.clearGradient();
        applied.addGradient();
        targets.get(0).receive(kernels, z.gradient());
        boolean shared = inputs.get(1).rows() != parameters.rows();
        targets.get(1).receive(kernels, shared ? sums(parameters) : parameters.gradient());
    }

    private void apply(List<Matrix> inputs) {
        Matrix of = inputs.get(1);
        z = room(z, inputs.get(0).rows(), inputs.get(0).columns());
        parameters = room(parameters, z.rows(), of.columns());
        image = room(image, z.rows(), z.count() + 1);
        kernels.read(inputs.get(0), z.values());
        readParameters(of, z.rows(), parameters.values());
        applied = bijection.apply(z, parameters, image);
    }

    private boolean isAppliedTo(List<Matrix> inputs) {
        Matrix ofZ = inputs.get(0);
        if (ofZ.rows() != z.rows() || ofZ.columns() != z.count()) {
            return false;
        }
        if (spare.length < Math.max(z.values().length, parameters.values().length)) {
            spare = new double[Math.max(z.values().length, parameters.values().length)];
        }
        kernels.read(ofZ, spare);
        if (!beginsWith(spare, z.values())) {
            return false;
        }
        readParameters(inputs.get(1), z.rows(), spare);
        return beginsWith(spare, parameters.values());
    }

    private static boolean beginsWith(double[] array, double[] start) {
        return Arrays.equals(array, 0, start.length, start, 0, start.length);
    }

    /** Parameters of one row are those of every row. */
    private void readParameters(Matrix of, int rows, double[] target) {
        if (of.rows() == rows) {
            kernels.read(of, target);
            return;
        }
        requireOneRow(of, rows);
        double[] shared = kernels.values(of);
        for (int j = 0; j < shared.length; j++) {
            Arrays.fill(target, j * rows, (j + 1) * rows, shared[j]);
        }
    }

    private void requireOneRow(Matrix of, int rows) {
        if (of.rows() != 1) {
            throw new IllegalArgumentException("vertex \"" + getVertexName() + "\": found parameters of " + of.rows()
                    + " rows for " + rows + " rows of z, expected as many or one");
        }
    }

    /** The gradient of parameters that all rows share. */
    private static double[] sums(Columns all) {
        double[] sums = new double[all.count()];
        for (int i = 0; i < all.gradient().length; i++) {
            sums[i / all.rows()] += all.gradient()[i];
        }
        return sums;
    }

    private static Columns room(Columns before, int rows, int columns) {
        return before.rows() == rows && before.count() == columns ? before : new Columns(rows, columns);
    }
}
