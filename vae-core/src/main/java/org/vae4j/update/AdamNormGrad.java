package org.vae4j.update;

import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.AdamStep;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * Adam on normalised gradients, with which Tomczak and Welling trained the VampPrior (2018; their
 * {@code utils/optimizer.py}): each tensor's gradient g is replaced by ĝ = g / (‖g‖ + 1e-7), then
 *
 * <pre>
 * m = β₁ m + (1 - β₁) ĝ,   v = β₂ v + (1 - β₂) ĝ²,   w = w - α √(1 - β₂ᵗ) / (1 - β₁ᵗ) · m / (√v + ε)
 * </pre>
 *
 * <p>at update t, counted from 1. So ε stands outside the bias correction.
 *
 * @param learningRate α as a function of iteration or epoch
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon ε &gt; 0
 */
public record AdamNormGrad(
        @JsonProperty("learningRate") ISchedule learningRate,
        @JsonProperty("beta1") double beta1,
        @JsonProperty("beta2") double beta2,
        @JsonProperty("epsilon") double epsilon)
        implements Updater {

    private static final List<String> STATE = List.of("M", "V");
    /** With the 1e-7 of the published code. */
    private static final GradientRule RULE = new UnitNorm(1e-7);

    public AdamNormGrad {
        Objects.requireNonNull(learningRate, "learningRate");
        Settings.decay("beta1", beta1);
        Settings.decay("beta2", beta2);
        Settings.epsilon(epsilon);
    }

    @Override
    public List<String> stateNames() {
        return STATE;
    }

    @Override
    public GradientRule gradientRule() {
        return RULE;
    }

    @Override
    public void step(UpdateStep at, Matrix parameters, Matrix gradient, List<Matrix> state) {
        double rate = getLearningRate(at.iteration(), at.epoch());
        AdamStep step = AdamStep.at(rate, beta1, beta2, epsilon, at.updates(), at.gradientScale());
        Kernels.of(parameters.type()).adam(step, parameters, gradient, state.get(0), state.get(1));
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return learningRate.valueAt(iteration, epoch);
    }

    @Override
    public IUpdater clone() {
        return this;
    }
}
