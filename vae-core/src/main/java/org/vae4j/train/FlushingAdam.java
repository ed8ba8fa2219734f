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
 * Adam (Kingma and Ba 2015) with the updates of ND4J's own to rounding and the same state layout [m | v], so that
 * checkpoints of the two are interchangeable, but with moments that never become denormal.
 *
 * <p>The moments of a weight whose gradient stays at zero (a border pixel's, a dead unit's) shrink by β₁ per step until
 * they are denormal floats, with which processors are up to a hundred times slower: ND4J's Adam takes four times as
 * long in the third epoch on MNIST as in the first. Here the first moments are rounded to multiples of 8e-28 and the
 * second ones to multiples of 8e-38, which are normal floats and change nothing that could be seen in an update.
 *
 * @param learningRate α as a function of iteration or epoch
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon ε &gt; 0, outside the bias correction
 * @param initialSecondMoment what v begins at, ≥ 0; 0 in the paper. Burda et al. (2015) begin at 1, which makes the
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

    /** ND4J's own names, so that its state maps fit. */
    private static final List<String> STATE = List.of("M", SECOND_MOMENT);

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
