package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.GaussianNoise;

/**
 * A fully connected layer whose weights are divided by their largest singular value, Y = f(c X·W / σ(W) + 1·bᵀ)
 * (Miyato, Kataoka, Koyama and Yoshida 2018).
 *
 * <p>σ(W) is estimated by ‖uᵀW‖ with a unit vector u that one iteration of the power method moves after each update of
 * the weights: u ← W Wᵀu / ‖W Wᵀu‖. u lies in the network's parameter vector, so it is saved, resumed and copied with
 * it, but has no gradient. Training and evaluation use the same u, so the layer is one function in both, and its
 * gradient is exact for the estimated σ. The first u is the result of {@value #INITIAL_ITERATIONS} iterations. DL4J's
 * own {@code fit} leaves u as it is.
 *
 * <p>Shapes: X {@code [batch, nIn]}, W {@code [nIn, nOut]}, b {@code [nOut]}, u {@code [nIn]}, Y {@code [batch, nOut]}.
 */
public class SpectralDenseBlock extends Block {

    /** Iterations of the power method before the first step of training. */
    static final int INITIAL_ITERATIONS = 20;

    /** Seed of the random u that the first iteration starts from: any number will do. */
    private static final long START_SEED = 0x5eed;

    private double norm = 1;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public SpectralDenseBlock() {}

    private SpectralDenseBlock(Builder builder) {
        super(builder);
        norm = builder.norm;
        requireSettings();
    }

    @Override
    final void requireSettings() {
        super.requireSettings();
        if (!(norm > 0) || Double.isInfinite(norm)) {
            throw new IllegalArgumentException("found norm = " + norm + ", expected a finite number > 0");
        }
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new SpectralDenseBlockImpl(conf, type);
    }

    @Override
    WeightsAndBias.Sizes sizes() {
        return new WeightsAndBias.Sizes(nIn, nOut, nOut, nIn);
    }

    @Override
    public boolean isState(String parameter) {
        return WeightsAndBias.STATE.equals(parameter);
    }

    @Override
    void initialiseState(INDArray weights, INDArray state) {
        Matrix u = Matrix.row(state);
        Kernels.of(u.type()).write(GaussianNoise.draw(START_SEED, u.columns()), u);
        PowerIteration iteration = new PowerIteration(Matrix.of(weights), u);
        for (int i = 0; i < INITIAL_ITERATIONS; i++) {
            iteration.step();
        }
    }

    @Override
    List<Object> settings() {
        return List.of(super.settings(), norm);
    }

    /** {@return c, the largest singular value of the scaled weights} */
    public double getNorm() {
        return norm;
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J declares build() with a type of its own.
    public static class Builder extends Block.Builder<Builder> {

        private double norm = 1;

        /** A norm of 1, identity, with input gradient. */
        public Builder() {}

        /**
         * Sets c; 1 unless set.
         *
         * @param largest the largest singular value, above 0
         * @return this
         */
        public Builder norm(double largest) {
            norm = largest;
            return this;
        }

        @Override
        public SpectralDenseBlock build() {
            return new SpectralDenseBlock(this);
        }
    }
}
