package org.vae4j.update;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.vae4j.kernel.Matrix;

/**
 * An updater of this library: an immutable record of settings, which DL4J saves with the model and trains by, and its
 * step on a range of parameters, which {@code TrainingStep} calls directly.
 *
 * <p>A new one says how many arrays of state it keeps ({@link #stateNames}), what rate it learns by and what a step is.
 * The step must treat every value by itself, because parameters are divided into ranges among threads; what depends on
 * several values together is a {@link GradientRule}. Results must not become denormal floats:
 * {@link org.vae4j.kernel.UpdateKernels} sees to that.
 */
public interface Updater extends IUpdater {

    /**
     * {@return the names of the arrays of state, each as long as the parameters; ND4J's names where it has the updater
     * too}
     */
    List<String> stateNames();

    /**
     * Tells what an array of state begins with.
     *
     * @param name one of {@link #stateNames}
     * @return the value, 0 unless the updater says otherwise
     */
    default double initialState(String name) {
        return 0;
    }

    /** {@return what is done to a gradient before the step} */
    default GradientRule gradientRule() {
        return GradientRule.UNCHANGED;
    }

    /**
     * Moves a range of parameters along its gradient.
     *
     * @param at which step, and what the gradient has to be multiplied by
     * @param parameters w, updated
     * @param gradient g; may be overwritten
     * @param state the range's part of each array of state, in the order of {@link #stateNames}: updated
     */
    void step(UpdateStep at, Matrix parameters, Matrix gradient, List<Matrix> state);

    @Override
    default long stateSize(long parameters) {
        return stateNames().size() * parameters;
    }

    @Override
    default GradientUpdater<?> instantiate(INDArray view, boolean initialize) {
        return BlockUpdater.on(this, view, initialize);
    }

    @Override
    default GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
        return BlockUpdater.on(this, state);
    }

    @Override
    default boolean hasLearningRate() {
        return true;
    }

    @Override
    default void setLrAndSchedule(double rate, ISchedule schedule) {
        throw new UnsupportedOperationException(
                "immutable: build the model with another " + getClass().getSimpleName());
    }

    /** {@return this updater, which never changes} */
    @Override
    IUpdater clone();
}
