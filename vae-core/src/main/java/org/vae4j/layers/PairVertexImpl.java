package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.pair.PairSharing;
import org.vae4j.latent.pair.SharedDimensions;

/** See {@link PairVertex}. */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class PairVertexImpl extends JoinVertexImpl implements ModeDriven {

    private final PairSharing sharing;
    private Mode mode = Mode.EVALUATION;
    /** The mode of the last forward pass. */
    private Mode passed = Mode.EVALUATION;

    PairVertexImpl(ComputationGraph graph, String name, int index, DataType type, PairSharing sharing) {
        super(graph, name, index, type);
        this.sharing = sharing;
    }

    @Override
    public void use(Mode newMode) {
        mode = newMode;
    }

    @Override
    public int rowsTogether() {
        return 2;
    }

    @Override
    public int outputColumns(int[] inputColumns) {
        return inputColumns[0];
    }

    private boolean shares() {
        return passed == Mode.TRAINING && sharing.dimensions().isAny();
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        kernels.copy(inputs.get(0), output);
        passed = mode;
        if (mode == Mode.TRAINING && output.rows() % 2 != 0) {
            throw new IllegalArgumentException("vertex \"" + getVertexName() + "\": found a batch of " + output.rows()
                    + " examples, expected pairs: an even number");
        }
        if (!shares()) {
            return;
        }
        double[] values = kernels.values(output);
        double[] shared = new double[2];
        new Walk(values, output.rows()).forEachShared((pair, at) -> {
            sharing.average(pair, shared);
            for (int i = 0; i < at.length; i++) {
                values[at[i]] = shared[i % 2];
            }
        });
        kernels.write(values, output);
    }

    @Override
    public void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets) {
        if (shares()) {
            double[] gradient = kernels.values(outputGradient);
            double[] toShared = new double[2];
            double[] toPair = new double[4];
            new Walk(kernels.values(inputs.get(0)), output.rows()).forEachShared((pair, at) -> {
                toShared[0] = gradient[at[0]] + gradient[at[2]];
                toShared[1] = gradient[at[1]] + gradient[at[3]];
                sharing.averageGradient(pair, toShared, toPair);
                for (int i = 0; i < at.length; i++) {
                    gradient[at[i]] = toPair[i];
                }
            });
            kernels.write(gradient, outputGradient);
        }
        targets.get(0).receive(kernels, outputGradient);
    }

    /** What is done with a shared dimension of a pair: [μ₁, log σ₁², μ₂, log σ₂²], and where these stand. */
    private interface Visit {
        void of(double[] pair, int[] at);
    }

    /** The pairs of a batch of parameters, column by column. */
    private final class Walk {

        private final double[] values;
        private final int rows;
        private final int latent;
        private final double[] pair = new double[4];
        private final int[] at = new int[4];

        Walk(double[] parameters, int rows) {
            this.values = parameters.clone();
            this.rows = rows;
            this.latent = parameters.length / rows / 2;
        }

        void forEachShared(Visit visit) {
            SharedDimensions dimensions = sharing.dimensions();
            double[] divergences = new double[latent];
            for (int row = 0; row < rows; row += 2) {
                for (int j = 0; j < latent; j++) {
                    read(row, j);
                    divergences[j] = dimensions.between(pair);
                }
                boolean[] shared = dimensions.among(divergences);
                for (int j = 0; j < latent; j++) {
                    if (shared[j]) {
                        read(row, j);
                        visit.of(pair, at);
                    }
                }
            }
        }

        private void read(int row, int dimension) {
            for (int i = 0; i < at.length; i++) {
                at[i] = (dimension + i % 2 * latent) * rows + row + i / 2;
                pair[i] = values[at[i]];
            }
        }
    }
}
