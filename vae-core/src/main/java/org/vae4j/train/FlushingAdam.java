package org.vae4j.train;

import java.util.List;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.AdamStep;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.update.UpdateStep;
import org.vae4j.update.Updater;

/**
 * Adam (Kingma and Ba 2015, in the order of computation of the end of section 2) with moments that never become
 * denormal numbers.
 *
 * <p>In update t = 1, 2, … with gradient g and rate α: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², and θ ← θ − α √(1
 * − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε). Updates agree with those of ND4J's Adam to rounding, and the state has the same
 * layout [m | v], so that checkpoints of the two are interchangeable.
 *
 * <p>The moments of a weight whose gradient stays at zero (that of a border pixel or of a dead unit) shrink by β₁ and
 * β₂ per step until they are denormal floats, with which processors are up to a hundred times slower: ND4J's Adam takes
 * four times as long in the third epoch on MNIST as in the first. Here m is rounded to multiples of 8e-28 and v to
 * multiples of 8e-38, which are normal floats; the rounding errors are far below those of an update.
 *
 * @param learningRate α as a function of iteration or epoch
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon ε &gt; 0, added to √v, outside the bias correction
 * @param initialSecondMoment the first value of v, ≥ 0; 0 in the paper. Burda et al. (2015) use 1, which makes the
 *     first few hundred steps small
 */
public record FlushingAdam(
        @JsonProperty("learningRate") ISchedule learningRate,
        @JsonProperty("beta1") double beta1,
        @JsonProperty("beta2") double beta2,
        @JsonProperty("epsilon") double epsilon,
        @JsonProperty("initialSecondMoment") double initialSecondMoment)
        implements Updater {

    private static final String SECOND_MOMENT = "V";

    /** The names of ND4J's Adam, so that the maps of its state fit. */
    private static final List<String> STATE = List.of("M", SECOND_MOMENT);

    /** Checks the ranges. */
    public FlushingAdam {
        if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1) || !(epsilon > 0)) {
            throw new IllegalArgumentException("found beta1 = " + beta1 + ", beta2 = " + beta2 + ", epsilon = "
                    + epsilon + ", expected betas in [0, 1) and epsilon > 0: the usual values are 0.9, 0.999, 1e-8");
        }
        if (!(initialSecondMoment >= 0) || Double.isInfinite(initialSecondMoment)) {
            throw new IllegalArgumentException("found initialSecondMoment = " + initialSecondMoment
                    + ", expected a finite number >= 0: the usual value is 0");
        }
    }

    /**
     * Adam with its second moment starting at zero, as in the paper.
     *
     * @param learningRate α as a function of iteration or epoch
     * @param beta1 β₁ in [0, 1)
     * @param beta2 β₂ in [0, 1)
     * @param epsilon ε &gt; 0
     */
    public FlushingAdam(ISchedule learningRate, double beta1, double beta2, double epsilon) {
        this(learningRate, beta1, beta2, epsilon, 0);
    }

    /**
     * Adam with the usual decays, 0.9 and 0.999, and ε = 1e-8.
     *
     * @param learningRate α, constant, &gt; 0
     * @return the updater
     */
    public static FlushingAdam withLearningRate(double learningRate) {
        return new FlushingAdam(new ConstantRate(learningRate), 0.9, 0.999, 1e-8);
    }

    @Override
    public List<String> stateNames() {
        return STATE;
    }

    @Override
    public double initialState(String name) {
        return name.equals(SECOND_MOMENT) ? initialSecondMoment : 0;
    }

    @Override
    public void step(UpdateStep at, Matrix parameters, Matrix gradient, List<Matrix> state) {
        double rate = getLearningRate(at.iteration(), at.epoch());
        AdamStep step = AdamStep.at(rate, beta1, beta2, epsilon, at.updates(), at.gradientScale());
        Kernels.of(parameters.type()).adam(step, parameters, gradient, state.get(0), state.get(1));
    }

    @Override
    public IUpdater clone() {
        return this;
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return learningRate.valueAt(iteration, epoch);
    }
}
