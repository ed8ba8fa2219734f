package org.vae4j.train;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Adam (Kingma and Ba 2015) with the updates of ND4J's own to rounding and the same state layout [m | v], so that
 * checkpoints of the two are interchangeable, but with moments that never become denormal.
 *
 * <p>The moments of a weight whose gradient stays at zero (a border pixel's, a dead unit's) shrink by β₁ a step until they
 * are denormal floats, with which processors are up to a hundred times slower: ND4J's Adam takes four times as long in the
 * third epoch on MNIST as in the first. Here the first moments are rounded to multiples of 8e-28 and the second ones to
 * multiples of 8e-38, which are normal floats and change nothing that could be seen in an update.
 *
 * @param learningRate α as a function of iteration or epoch
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon ε &gt; 0, outside the bias correction
 * @param initialSecondMoment what v begins at, ≥ 0; 0 in the paper. Burda et al. (2015) begin at 1, which makes the first
 *     few hundred steps small
 */
public record FlushingAdam(
        @JsonProperty("learningRate") ISchedule learningRate,
        @JsonProperty("beta1") double beta1,
        @JsonProperty("beta2") double beta2,
        @JsonProperty("epsilon") double epsilon,
        @JsonProperty("initialSecondMoment") double initialSecondMoment)
        implements IUpdater {

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
    public long stateSize(long parameters) {
        return 2 * parameters;
    }

    @Override
    public GradientUpdater<FlushingAdam> instantiate(INDArray view, boolean initialize) {
        INDArray state = view.reshape(view.length());
        long n = state.length() / 2;
        INDArray first = state.get(NDArrayIndex.interval(0, n));
        INDArray second = state.get(NDArrayIndex.interval(n, 2 * n));
        if (initialize) {
            first.assign(0);
            second.assign(initialSecondMoment);
        }
        return new FlushingAdamUpdater(this, first, second);
    }

    @Override
    public GradientUpdater<FlushingAdam> instantiate(Map<String, INDArray> state, boolean initialize) {
        return new FlushingAdamUpdater(
                this, state.get(FlushingAdamUpdater.FIRST_MOMENT), state.get(FlushingAdamUpdater.SECOND_MOMENT));
    }

    @Override
    public IUpdater clone() {
        return this;
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return learningRate.valueAt(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double rate, ISchedule schedule) {
        throw new UnsupportedOperationException("immutable: build the model with another FlushingAdam");
    }
}
