package org.vae4j.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.hamiltonian.LeapfrogPath;
import org.vae4j.latent.hamiltonian.PriorTarget;
import org.vae4j.latent.hamiltonian.Target;

/**
 * The passes of {@link HamiltonianVertex}: z' and the log-ratio of a {@link LeapfrogPath}, which has the formulas and
 * their gradients, side by side in one matrix {@code [rows, latent + 1]}.
 */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class HamiltonianVertexImpl extends JoinVertexImpl implements DecoderDriven {

    private static final int NOISE = 1;
    private static final int PARAMETERS = 2;
    private static final int EXAMPLES = 3;

    private final HamiltonianVertex settings;
    private Optional<Function<Matrix, Target>> likelihood = Optional.empty();
    private Optional<ForwardPass> lastForward = Optional.empty();

    /** A path, with the z that it began at and the output that it gave, by which a backward pass recognises it. */
    private record ForwardPass(LeapfrogPath path, double[] z, double[] output) {}

    HamiltonianVertexImpl(ComputationGraph graph, String name, int index, DataType type, HamiltonianVertex settings) {
        super(graph, name, index, type);
        this.settings = settings;
    }

    @Override
    public String transform() {
        return HamiltonianVertex.TRANSFORM;
    }

    @Override
    public String decoderInput() {
        return settings.getDecoderInput();
    }

    @Override
    public void use(Function<Matrix, Target> function) {
        likelihood = Optional.of(function);
    }

    @Override
    public int outputColumns(int[] inputColumns) {
        int expected = settings.getLeapfrogs().parameterCount(inputColumns[0]);
        if (inputColumns[NOISE] != inputColumns[0] || inputColumns[PARAMETERS] != expected) {
            throw new IllegalArgumentException("vertex \"" + getVertexName() + "\": found " + inputColumns[NOISE]
                    + " columns of noise and " + inputColumns[PARAMETERS] + " learned numbers, expected "
                    + inputColumns[0] + " and " + expected + " for " + inputColumns[0] + " dimensions");
        }
        return inputColumns[0] + 1;
    }

    /** The drawn z and the learned step sizes get a gradient; the noise and the examples are constants. */
    @Override
    public boolean givesGradient(int input) {
        return input == 0 || input == PARAMETERS;
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        LeapfrogPath path = path(inputs);
        double[] values = Arrays.copyOf(path.z(), output.length());
        double[] logRatio = path.logRatio();
        System.arraycopy(logRatio, 0, values, values.length - logRatio.length, logRatio.length);
        kernels.write(values, output);
        lastForward = Optional.of(new ForwardPass(path, kernels.values(inputs.get(0)), kernels.values(output)));
    }

    @Override
    public void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets) {
        double[] gradient = kernels.values(outputGradient);
        int zLength = inputs.get(0).length();
        double[] gradZ = Arrays.copyOf(gradient, zLength);
        double[] gradLogRatio = Arrays.copyOfRange(gradient, zLength, gradient.length);
        LeapfrogPath.Gradient result = pathOf(inputs, output).backward(gradZ, gradLogRatio);
        targets.get(0).receive(kernels, result.z());
        targets.get(PARAMETERS).receive(kernels, result.parameters());
    }

    /** The path of the last forward pass if it led to this output; a new one if other passes have come between. */
    private LeapfrogPath pathOf(List<Matrix> inputs, Matrix output) {
        return lastForward
                .filter(pass -> Arrays.equals(pass.z, kernels.values(inputs.get(0))))
                .filter(pass -> Arrays.equals(pass.output, kernels.values(output)))
                .map(ForwardPass::path)
                .orElseGet(() -> path(inputs));
    }

    private LeapfrogPath path(List<Matrix> inputs) {
        Matrix z = inputs.get(0);
        Target examples = likelihood
                .orElseThrow(() -> new IllegalStateException("vertex \"" + getVertexName() + "\": found a network on"
                        + " its own, expected one that a model wraps, whose decoder it follows: call LatentModel.of"))
                .apply(inputs.get(EXAMPLES));
        PriorTarget prior = new PriorTarget(settings.getPrior(), z.columns());
        LeapfrogPath.Start start = new LeapfrogPath.Start(
                kernels.values(z), kernels.values(inputs.get(NOISE)), kernels.values(inputs.get(PARAMETERS)), z.rows());
        return new LeapfrogPath(settings.getLeapfrogs(), Target.sum(examples, prior), start);
    }
}
