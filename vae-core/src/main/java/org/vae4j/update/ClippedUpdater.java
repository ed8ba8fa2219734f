package org.vae4j.update;

import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.Matrix;

/**
 * Applies another updater to clipped gradients. The mean gradient over the batch is clipped before the gradient of an
 * L2 penalty is added. DL4J's own {@code fit} adds the penalty first, and takes norms over one block at a time:
 * neighbouring parameters with equal updaters.
 *
 * @param updater the other updater, whose rule must be {@link GradientRule#UNCHANGED}
 * @param clipping a {@link ClipNorm} or {@link ClipValue}
 */
public record ClippedUpdater(
        @JsonProperty("updater") Updater updater,
        @JsonProperty("clipping") GradientRule clipping) implements Updater {

    /** Checks that the gradient is clipped once. */
    public ClippedUpdater {
        Objects.requireNonNull(updater, "updater");
        Objects.requireNonNull(clipping, "clipping");
        if (updater.gradientRule() != GradientRule.UNCHANGED) {
            throw new IllegalArgumentException("found clipping of " + updater
                    + ", expected an updater that takes gradients as they are: it bounds or normalises them itself");
        }
    }

    @Override
    public List<String> stateNames() {
        return updater.stateNames();
    }

    @Override
    public double initialState(String name) {
        return updater.initialState(name);
    }

    @Override
    public GradientRule gradientRule() {
        return clipping;
    }

    @Override
    public void step(UpdateStep at, Matrix parameters, Matrix gradient, List<Matrix> state) {
        updater.step(at, parameters, gradient, state);
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return updater.getLearningRate(iteration, epoch);
    }

    @Override
    public IUpdater clone() {
        return this;
    }
}
