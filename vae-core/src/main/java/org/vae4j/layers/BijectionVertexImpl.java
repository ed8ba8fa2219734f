package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.latent.bijection.Bijection;

/** See {@link BijectionVertex}. */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class BijectionVertexImpl extends JoinVertexImpl {

    private static final Columns NOTHING = new Columns(0, 0);

    private final Bijection bijection;
    private Columns z = NOTHING;
    private Columns parameters = NOTHING;
    private Columns image = NOTHING;

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
        read(inputs);
        image = room(image, output.rows(), output.columns());
        bijection.apply(z, parameters, image);
        kernels.write(image.values(), output);
    }

    /** The inputs are read again: other passes may have come between. */
    @Override
    public void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets) {
        read(inputs);
        image = room(image, output.rows(), output.columns());
        kernels.read(output, image.values());
        kernels.read(outputGradient, image.gradient());
        z.clearGradient();
        parameters.clearGradient();
        bijection.addGradient(z, parameters, image);
        hand(z, targets.get(0));
        hand(inputs.get(1).rows() == parameters.rows() ? parameters : summed(parameters), targets.get(1));
    }

    private void read(List<Matrix> inputs) {
        Matrix of = inputs.get(1);
        z = room(z, inputs.get(0).rows(), inputs.get(0).columns());
        parameters = room(parameters, z.rows(), of.columns());
        kernels.read(inputs.get(0), z.values());
        if (of.rows() == z.rows()) {
            kernels.read(of, parameters.values());
            return;
        }
        requireOneRow(of);
        double[] shared = new double[of.columns()];
        kernels.read(of, shared);
        for (int i = 0; i < parameters.values().length; i++) {
            parameters.values()[i] = shared[i / z.rows()];
        }
    }

    private void requireOneRow(Matrix of) {
        if (of.rows() != 1) {
            throw new IllegalArgumentException("vertex \"" + getVertexName() + "\": found parameters of " + of.rows()
                    + " rows for " + z.rows() + " rows of z, expected as many or one");
        }
    }

    private static Columns summed(Columns all) {
        Columns sum = new Columns(1, all.count());
        for (int i = 0; i < all.gradient().length; i++) {
            sum.gradient()[i / all.rows()] += all.gradient()[i];
        }
        return sum;
    }

    private static Columns room(Columns before, int rows, int columns) {
        return before.rows() == rows && before.count() == columns ? before : new Columns(rows, columns);
    }

    private void hand(Columns columns, GradientTarget target) {
        if (target.isWanted()) {
            Matrix gradient = Matrix.allocate(dataType, columns.rows(), columns.count());
            kernels.write(columns.gradient(), gradient);
            target.receive(kernels, gradient);
        }
    }
}
