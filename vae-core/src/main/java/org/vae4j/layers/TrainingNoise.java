package org.vae4j.layers;

import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/**
 * The passes of a layer that changes its values at random in training and passes them unchanged in evaluation.
 *
 * @param <C> the layer's configuration
 */
abstract class TrainingNoise<C extends ParameterlessLayer> extends ParameterlessOperation<C>
        implements LatentNoiseDriven, ModeDriven {

    private final LatentNoise noise;
    private Mode mode = Mode.EVALUATION;
    /** ∂out/∂in of each value in the last forward pass; absent where it is 1 for all of them. */
    private Optional<Matrix> factors = Optional.empty();

    TrainingNoise(NeuralNetConfiguration conf, DataType dataType, LatentNoise noise) {
        super(conf, dataType);
        this.noise = noise;
    }

    /** Whether the layer passes its values unchanged in training, too. */
    abstract boolean isIdle();

    /**
     * Writes the changed values.
     *
     * @param in the values
     * @param drawn draws from N(0, 1), one per value; may be overwritten
     * @param out the changed values: overwritten
     * @return the factor that each value was multiplied by; empty where noise was added
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
