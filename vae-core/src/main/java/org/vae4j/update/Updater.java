package org.vae4j.update;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.vae4j.kernel.Matrix;

/**
 * An updater of this library: an immutable record of settings, which DL4J saves with the model, with a step on a range
 * of parameters, which {@code TrainingStep} calls directly.
 *
 * <p>An implementation names its arrays of state ({@link #stateNames}) and defines the learning rate and the step. The
 * step must treat every value by itself, because parameters are divided into ranges among threads; a
 * {@link GradientRule} covers what depends on several values together. Results must not become denormal floats, which
 * {@link org.vae4j.kernel.UpdateKernels} ensure.
 */
public interface Updater extends IUpdater {

    /**
     * {@return names of the arrays of state, each as long as the parameters; ND4J's names if it has the updater too}
     */
    List<String> stateNames();

    /**
     * The initial value of an array of state.
     *
     * @param name one of {@link #stateNames}
     * @return the value of each element; 0 unless overridden
     */
    default double initialState(String name) {
        return 0;
    }

    /** {@return the change of the gradient before the step; none unless overridden} */
    default GradientRule gradientRule() {
        return GradientRule.UNCHANGED;
    }

    /**
     * Updates a range of parameters.
     *
     * @param at the position of the update, and the factor by which the gradient has to be multiplied
     * @param parameters w: updated
     * @param gradient g / {@code at.gradientScale()}; may be overwritten
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
