package org.vae4j.train;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.kernel.Matrix;

/**
 * Moves a network's parameters along the gradient in its gradient array.
 *
 * <p>In one pass over the parameters where every block of them has a {@link FlushingAdam} and nothing else is asked for;
 * else by DL4J's own updater, with its clipping, regularisation and every other {@code IUpdater}.
 */
final class ParameterUpdate {

    /** A run of parameters with one updater. */
    private record Block(FlushingAdamUpdater updater, Matrix parameters, Matrix gradient) {}

    private final ComputationGraph graph;
    private final List<Block> blocks = new ArrayList<>();
    private final Gradient gradient;
    private final boolean onePass;

    ParameterUpdate(ComputationGraph graph) {
        this.graph = graph;
        this.gradient = new DefaultGradient(graph.getFlattenedGradients());
        for (Layer layer : graph.getLayers()) {
            if (layer.numParams() > 0) {
                layer.conf()
                        .getLayer()
                        .initializer()
                        .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray())
                        .forEach((key, view) ->
                                gradient.setGradientFor(layer.conf().getLayer().getLayerName() + "_" + key, view));
            }
        }
        this.onePass = isPlain() && addBlocks();
    }

    private boolean isPlain() {
        for (Layer layer : graph.getLayers()) {
            if (layer.conf().getLayer() instanceof BaseLayer conf) {
                boolean regularised = conf.initializer().paramKeys(conf).stream()
                        .map(conf::getRegularizationByParam)
                        .anyMatch(r -> r != null && !r.isEmpty());
                boolean normalised = conf.getGradientNormalization() != null
                        && conf.getGradientNormalization() != GradientNormalization.None;
                if (regularised || normalised) {
                    return false;
                }
            }
        }
        return graph.conf().isMiniBatch();
    }

    private boolean addBlocks() {
        INDArray parameters = graph.params().reshape(graph.params().length());
        INDArray gradients = graph.getFlattenedGradients()
                .reshape(graph.getFlattenedGradients().length());
        for (UpdaterBlock block : graph.getUpdater().getUpdaterBlocks()) {
            if (!(block.getGradientUpdater() instanceof FlushingAdamUpdater updater)) {
                return false;
            }
            var range = NDArrayIndex.interval(block.getParamOffsetStart(), block.getParamOffsetEnd());
            blocks.add(new Block(updater, Matrix.row(parameters.get(range)), Matrix.row(gradients.get(range))));
        }
        return true;
    }

    /** What regularisation adds to the score, as DL4J has it. */
    double regularisation() {
        if (onePass) {
            return 0;
        }
        double sum = 0;
        for (Layer layer : graph.getLayers()) {
            sum += layer.calcRegularizationScore(true);
        }
        return sum;
    }

    /** One update with the gradient as it is, the sum over {@code examples} examples. */
    void apply(int examples) {
        int iteration = graph.getConfiguration().getIterationCount();
        int epoch = graph.getConfiguration().getEpochCount();
        if (onePass) {
            for (Block block : blocks) {
                block.updater.step(block.parameters, block.gradient, iteration, epoch, 1.0 / examples);
            }
        } else {
            graph.getUpdater().update(gradient, iteration, epoch, examples, LayerWorkspaceMgr.noWorkspaces());
            graph.params()
                    .subi(graph.getFlattenedGradients().reshape(graph.params().shape()));
        }
    }
}
