package org.vae4j.update;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * Adapts an {@link Updater} to DL4J, for one of its blocks of parameters. The arrays of state stand one after the other
 * in the block's state view, as with ND4J's updaters.
 */
public final class BlockUpdater implements GradientUpdater<Updater> {

    private final Updater config;
    private List<Matrix> state;

    private BlockUpdater(Updater config, List<Matrix> state) {
        this.config = config;
        this.state = state;
    }

    static BlockUpdater on(Updater config, INDArray view, boolean initialize) {
        return new BlockUpdater(config, parts(config, view, initialize));
    }

    static BlockUpdater on(Updater config, Map<String, INDArray> state) {
        return new BlockUpdater(config, parts(config, state));
    }

    private static List<Matrix> parts(Updater config, INDArray view, boolean initialize) {
        List<String> names = config.stateNames();
        List<Matrix> parts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            INDArray all = view.reshape(view.length());
            long n = all.length() / names.size();
            INDArray part = all.get(NDArrayIndex.interval(i * n, (i + 1) * n));
            if (initialize) {
                part.assign(config.initialState(names.get(i)));
            }
            parts.add(Matrix.row(part));
        }
        return List.copyOf(parts);
    }

    private static List<Matrix> parts(Updater config, Map<String, INDArray> state) {
        return config.stateNames().stream().map(state::get).map(Matrix::row).toList();
    }

    /**
     * The state of a range of parameters.
     *
     * @param from number of the first parameter within the block
     * @param to number of the parameter after the last
     * @return views of the range of each array, in the order of {@link Updater#stateNames}
     */
    public List<Matrix> state(int from, int to) {
        return state.stream().map(array -> array.columns(from, to)).toList();
    }

    /**
     * Replaces a gradient by the update that DL4J subtracts from the parameters.
     *
     * @param gradient the gradient of the block: overwritten
     * @throws UnsupportedOperationException when the updater's rule is about tensors, but the block may hold several
     */
    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        GradientRule rule = config.gradientRule();
        if (rule.scope() == GradientRule.Scope.TENSOR && !(config instanceof TensorUpdater)) {
            throw new UnsupportedOperationException("found " + config.getClass().getSimpleName()
                    + " in a layer of another library, trained by DL4J's own fit, expected Trainer or TrainingStep: only"
                    + " these know which values belong to one tensor");
        }
        Matrix g = Matrix.row(gradient);
        double scale = rule.scope() == GradientRule.Scope.NONE
                ? 1
                : rule.factor(Math.sqrt(Kernels.of(g.type()).sumOfSquares(g)));
        rule.bound(g, scale);
        // A step from parameters of 0 leads to minus the update.
        Matrix step = Matrix.row(Nd4j.zeros(gradient.dataType(), gradient.length()));
        config.step(new UpdateStep(iteration, epoch, scale), step, g, state);
        gradient.assign(
                step.array().reshape(gradient.ordering(), gradient.shape()).negi());
    }

    @Override
    public Updater getConfig() {
        return config;
    }

    @Override
    public void setState(Map<String, INDArray> newState, boolean initialize) {
        state = parts(config, newState);
    }

    @Override
    public Map<String, INDArray> getState() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < state.size(); i++) {
            arrays.put(config.stateNames().get(i), state.get(i).array());
        }
        return arrays;
    }

    @Override
    public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
        state = parts(config, view, initialize);
    }
}
