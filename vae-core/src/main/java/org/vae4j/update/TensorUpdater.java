package org.vae4j.update;

import java.util.List;
import org.nd4j.linalg.learning.config.IUpdater;
import org.vae4j.kernel.Matrix;

/**
 * An updater with the name of the one tensor that it is for. DL4J treats neighbouring parameters whose updaters are
 * equal as one block and does not tell an updater where a tensor ends; with these, each tensor is a block. Never part
 * of a saved model: a layer makes it of its updater when it is asked for a parameter's.
 *
 * @param updater what is done
 * @param tensor the layer's and the parameter's name
 */
public record TensorUpdater(Updater updater, String tensor) implements Updater {

    /**
     * The updater of one tensor.
     *
     * @param updater the layer's
     * @param layer the layer's name
     * @param parameter the parameter's name
     * @return the same updater, bound to the tensor where its rule is about tensors
     */
    public static IUpdater of(IUpdater updater, String layer, String parameter) {
        boolean bound = updater instanceof Updater ours && ours.gradientRule().scope() == GradientRule.Scope.TENSOR;
        return bound ? new TensorUpdater((Updater) updater, layer + "_" + parameter) : updater;
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
