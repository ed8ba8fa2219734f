package org.vae4j.layers;

import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/**
 * The arithmetic of a layer that changes its values at random in training and leaves them as they are in evaluation.
 *
 * @param <C> the layer's configuration
 */
abstract class TrainingNoise<C extends ParameterlessLayer> extends ParameterlessOperation<C>
        implements LatentNoiseDriven, ModeDriven {

    private final LatentNoise noise;
    private Mode mode = Mode.EVALUATION;
    /** What each value was multiplied by in the last forward pass; absent where nothing was. */
    private Optional<Matrix> factors = Optional.empty();

    TrainingNoise(NeuralNetConfiguration conf, DataType dataType, LatentNoise noise) {
        super(conf, dataType);
        this.noise = noise;
    }

    /** Whether the layer leaves its values as they are in training, too. */
    abstract boolean isIdle();

    /**
     * Writes the changed values.
     *
     * @param in the values
     * @param drawn N(0, 1), which may be overwritten
     * @param out what comes out
     * @return what each value was multiplied by; nothing where something was added
     */
    abstract Optional<Matrix> change(Matrix in, Matrix drawn, Matrix out);

    @Override
    public LatentNoise noise() {
        return noise;
    }

    @Override
    public boolean drawsInEvaluation() {
        return false;
    }

    @Override
    public void use(Mode newMode) {
        mode = newMode;
    }

    @Override
    public int outputColumns(int inputColumns) {
        return inputColumns;
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        if (mode == Mode.EVALUATION || isIdle()) {
            factors = Optional.empty();
            kernels.copy(in, out);
            return;
        }
        factors = change(in, noise.at(getIterationCount(), in.rows(), in.columns()), out);
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        factors.ifPresent(f -> kernels.multiply(outputGradient, f, outputGradient));
        inputGradient.receive(kernels, outputGradient);
    }
}
