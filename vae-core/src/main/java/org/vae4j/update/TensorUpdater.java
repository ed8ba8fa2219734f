package org.vae4j.update;

import java.util.List;
import org.nd4j.linalg.learning.config.IUpdater;
import org.vae4j.kernel.Matrix;

/**
 * An updater for one tensor, by whose name it differs from the updaters of other tensors. DL4J treats neighbouring
 * parameters with equal updaters as one block, without telling where a tensor ends; with these updaters, each tensor is
 * a block of its own. They are not saved with a model: a layer creates them from its updater.
 *
 * @param updater the updater that computes the steps
 * @param tensor the names of the layer and of the parameter
 */
public record TensorUpdater(Updater updater, String tensor) implements Updater {

    /**
     * The updater of one tensor.
     *
     * @param updater the layer's updater
     * @param layer the layer's name
     * @param parameter the parameter's name
     * @return a {@link TensorUpdater} if the updater's rule is about tensors, the same updater otherwise
     */
    public static IUpdater of(IUpdater updater, String layer, String parameter) {
        if (updater instanceof Updater ruled && ruled.gradientRule().scope() == GradientRule.Scope.TENSOR) {
            return new TensorUpdater(ruled, layer + "_" + parameter);
        }
        return updater;
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
        return updater.gradientRule();
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
