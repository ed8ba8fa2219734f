package org.vae4j.update;

import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * Gradient descent with momentum (Polyak 1964) in PyTorch's form: v = μ v + g, w = w - α v. With μ = 0 it is plain
 * gradient descent and has no state.
 *
 * @param learningRate α as a function of iteration or epoch
 * @param momentum μ in [0, 1)
 */
public record MomentumSgd(
        @JsonProperty("learningRate") ISchedule learningRate,
        @JsonProperty("momentum") double momentum) implements Updater {

    public MomentumSgd {
        Objects.requireNonNull(learningRate, "learningRate");
        Settings.decay("momentum", momentum);
    }

    @Override
    public List<String> stateNames() {
        return momentum > 0 ? List.of("V") : List.of();
    }

    @Override
    public void step(UpdateStep at, Matrix parameters, Matrix gradient, List<Matrix> state) {
        Kernels kernels = Kernels.of(parameters.type());
        double rate = getLearningRate(at.iteration(), at.epoch());
        if (momentum > 0) {
            Matrix velocity = state.get(0);
            kernels.blend(momentum, velocity, at.gradientScale(), gradient);
            kernels.blend(1, parameters, -rate, velocity);
        } else {
            kernels.blend(1, parameters, -rate * at.gradientScale(), gradient);
        }
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
