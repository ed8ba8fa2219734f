package org.vae4j.update;

import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * AdaMax (Kingma and Ba 2015, algorithm 2): at update t, counted from 1,
 *
 * <pre>
 * m = β₁ m + (1 - β₁) g,   u = max(β₂ u, |g|),   w = w - α / (1 - β₁ᵗ) · m / (u + ε)
 * </pre>
 *
 * <p>The paper has no ε; ND4J adds 1e-32 to u. Here ε is added to u, so that a parameter that never had a gradient does
 * not change; it matters only for gradients as small as ε. State below the smallest normal number is flushed to 0, as
 * processors compute slowly with denormal numbers.
 *
 * @param learningRate α as a function of iteration or epoch
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon ε &gt; 0
 */
public record FlushingAdaMax(
        @JsonProperty("learningRate") ISchedule learningRate,
        @JsonProperty("beta1") double beta1,
        @JsonProperty("beta2") double beta2,
        @JsonProperty("epsilon") double epsilon)
        implements Updater {

    private static final List<String> STATE = List.of("M", "V");

    public FlushingAdaMax {
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
    public void step(UpdateStep at, Matrix parameters, Matrix gradient, List<Matrix> state) {
        Kernels kernels = Kernels.of(parameters.type());
        Matrix m = state.get(0);
        Matrix u = state.get(1);
        double scale = at.gradientScale();
        kernels.blend(beta1, m, (1 - beta1) * scale, gradient);
        kernels.decayingMaximum(beta2, u, scale, gradient);
        double rate = getLearningRate(at.iteration(), at.epoch()) / (1 - Math.pow(beta1, at.updates() + 1));
        // The gradient is no longer needed, so m / (u + ε) takes its memory.
        kernels.copy(m, gradient);
        kernels.divide(gradient, u, epsilon);
        kernels.blend(1, parameters, -rate, gradient);
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
