package org.vae4j.layers;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.latent.bijection.Bijection;

/**
 * The passes of {@link BijectionVertex}: writes [z' | log |det ∂z'/∂z|] of a {@link Bijection}, whose
 * {@link Bijection.Applied} holds what the backward pass needs.
 *
 * <p>Its memory belongs to the last pass. A backward pass applies the function again if other passes have come since
 * its forward pass.
 */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class BijectionVertexImpl extends JoinVertexImpl {

    private static final Columns EMPTY = new Columns(0, 0);

    private final Bijection bijection;
    private Columns z = EMPTY;
    private Columns parameters = EMPTY;
    private Columns image = EMPTY;
    private Bijection.Applied applied = () -> {};
    /** Memory for inputs that are compared with those of the last application. */
    private double[] scratch = {};

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

    @Override
    public void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets) {
        if (!wasAppliedTo(inputs)) {
            apply(inputs);
        }
        kernels.read(outputGradient, image.gradient());
        z.clearGradient();
        parameters.clearGradient();
        applied.addGradient();
        targets.get(0).receive(kernels, z.gradient());
        boolean shared = inputs.get(1).rows() != parameters.rows();
        targets.get(1).receive(kernels, shared ? sumsOverRows(parameters) : parameters.gradient());
    }

    private void apply(List<Matrix> inputs) {
        Matrix zInput = inputs.get(0);
        Matrix parameterInput = inputs.get(1);
        z = resized(z, zInput.rows(), zInput.columns());
        parameters = resized(parameters, z.rows(), parameterInput.columns());
        image = resized(image, z.rows(), z.count() + 1);
        kernels.read(zInput, z.values());
        readParameters(parameterInput, z.rows(), parameters.values());
        applied = bijection.apply(z, parameters, image);
    }

    private boolean wasAppliedTo(List<Matrix> inputs) {
        Matrix zInput = inputs.get(0);
        if (zInput.rows() != z.rows() || zInput.columns() != z.count()) {
            return false;
        }
        if (scratch.length < Math.max(z.values().length, parameters.values().length)) {
            scratch = new double[Math.max(z.values().length, parameters.values().length)];
        }
        kernels.read(zInput, scratch);
        if (!beginsWith(scratch, z.values())) {
            return false;
        }
        readParameters(inputs.get(1), z.rows(), scratch);
        return beginsWith(scratch, parameters.values());
    }

    private static boolean beginsWith(double[] array, double[] start) {
        return Arrays.equals(array, 0, start.length, start, 0, start.length);
    }

    /** Reads the parameters of each row; a single row of parameters is repeated for all rows of z. */
    private void readParameters(Matrix source, int rows, double[] target) {
        if (source.rows() == rows) {
            kernels.read(source, target);
            return;
        }
        requireOneRow(source, rows);
        double[] shared = kernels.values(source);
        for (int j = 0; j < shared.length; j++) {
            Arrays.fill(target, j * rows, (j + 1) * rows, shared[j]);
        }
    }

    private void requireOneRow(Matrix source, int rows) {
        if (source.rows() != 1) {
            throw new IllegalArgumentException("vertex \"" + getVertexName() + "\": found parameters of "
                    + source.rows() + " rows for " + rows + " rows of z, expected as many or one");
        }
    }

    /** The gradient of parameters that all rows share. */
    private static double[] sumsOverRows(Columns columns) {
        double[] sums = new double[columns.count()];
        for (int i = 0; i < columns.gradient().length; i++) {
            sums[i / columns.rows()] += columns.gradient()[i];
        }
        return sums;
    }

    /** The same memory if it has the size, new memory otherwise. */
    private static Columns resized(Columns memory, int rows, int columns) {
        return memory.rows() == rows && memory.count() == columns ? memory : new Columns(rows, columns);
    }
}
