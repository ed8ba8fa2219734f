package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.pair.PairSharing;

/**
 * The passes of {@link PairVertex}: in training, both posteriors of a pair get the same averaged parameters in the
 * dimensions that they share; all other parameters pass as they are.
 *
 * <p>The gradient with respect to an average is the sum of the gradients of its two copies;
 * {@link PairSharing#averageGradient} leads it back to the four parameters that were averaged.
 */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class PairVertexImpl extends JoinVertexImpl implements ModeDriven {

    /** Parameters of one dimension of a pair: [μ₁, log σ₁², μ₂, log σ₂²]. */
    private static final int PAIR_PARAMETERS = 4;

    private final PairSharing sharing;
    private Mode mode = Mode.EVALUATION;
    private Mode modeOfLastForward = Mode.EVALUATION;

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

    private boolean averages() {
        return modeOfLastForward == Mode.TRAINING && sharing.dimensions().isAny();
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        kernels.copy(inputs.get(0), output);
        modeOfLastForward = mode;
        if (mode == Mode.TRAINING && output.rows() % 2 != 0) {
            throw new IllegalArgumentException("vertex \"" + getVertexName() + "\": found a batch of " + output.rows()
                    + " examples, expected pairs: an even number");
        }
        if (!averages()) {
            return;
        }
        double[] values = kernels.values(output);
        double[] average = new double[2];
        forEachSharedDimension(new Parameters(values, output.rows()), (pair, indices) -> {
            sharing.average(pair, average);
            for (int i = 0; i < PAIR_PARAMETERS; i++) {
                values[indices[i]] = average[i % 2];
            }
        });
        kernels.write(values, output);
    }

    @Override
    public void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets) {
        if (averages()) {
            double[] gradient = kernels.values(outputGradient);
            double[] gradAverage = new double[2];
            double[] gradPair = new double[PAIR_PARAMETERS];
            Parameters parameters = new Parameters(kernels.values(inputs.get(0)), output.rows());
            forEachSharedDimension(parameters, (pair, indices) -> {
                gradAverage[0] = gradient[indices[0]] + gradient[indices[2]];
                gradAverage[1] = gradient[indices[1]] + gradient[indices[3]];
                sharing.averageGradient(pair, gradAverage, gradPair);
                for (int i = 0; i < PAIR_PARAMETERS; i++) {
                    gradient[indices[i]] = gradPair[i];
                }
            });
            kernels.write(gradient, outputGradient);
        }
        targets.get(0).receive(kernels, outputGradient);
    }

    /** Works on one shared dimension of a pair, whose parameters stand at four indices of the batch's array. */
    private interface SharedDimension {
        void accept(double[] pair, int[] indices);
    }

    /** [μ | log σ²] of a batch {@code [rows, 2 latent]}, column by column. */
    private record Parameters(double[] values, int rows) {

        int latent() {
            return values.length / rows / 2;
        }

        /** The places of a dimension's parameters, for the pair that begins at a row. */
        int[] indices(int firstRow, int dimension) {
            int[] indices = new int[PAIR_PARAMETERS];
            for (int i = 0; i < PAIR_PARAMETERS; i++) {
                indices[i] = (dimension + i % 2 * latent()) * rows + firstRow + i / 2;
            }
            return indices;
        }

        double[] at(int[] indices) {
            double[] pair = new double[PAIR_PARAMETERS];
            for (int i = 0; i < PAIR_PARAMETERS; i++) {
                pair[i] = values[indices[i]];
            }
            return pair;
        }
    }

    /** The action may overwrite the parameters of the dimension that it gets, but no others. */
    private void forEachSharedDimension(Parameters parameters, SharedDimension action) {
        double[] divergences = new double[parameters.latent()];
        for (int row = 0; row < parameters.rows(); row += 2) {
            for (int j = 0; j < divergences.length; j++) {
                divergences[j] = sharing.dimensions().between(parameters.at(parameters.indices(row, j)));
            }
            boolean[] shared = sharing.dimensions().among(divergences);
            for (int j = 0; j < divergences.length; j++) {
                if (shared[j]) {
                    int[] indices = parameters.indices(row, j);
                    action.accept(parameters.at(indices), indices);
                }
            }
        }
    }
}
