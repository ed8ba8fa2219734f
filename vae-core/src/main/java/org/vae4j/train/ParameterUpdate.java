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
import org.vae4j.kernel.Matrix;

/**
 * Moves a network's parameters along the gradient in its gradient array.
 *
 * <p>In one pass over the parameters where every block of them has a {@link FlushingAdam} and nothing else is asked for;
 * else by DL4J's own updater, with its clipping, regularisation and every other {@code IUpdater}.
 */
final class ParameterUpdate {

    /** Values of a run: so few that gradients are still in the cache when they have been summed. */
    private static final int RUN = 1 << 14;

    /** A run of parameters with one updater. */
    private record Run(FlushingAdamUpdater updater, Matrix parameters, ParallelGradient.Run gradient) {}

    private final ComputationGraph graph;
    private final ParallelGradient parallel;
    private final WorkerThreads threads;
    private final List<Run> runs = new ArrayList<>();
    private final Gradient gradient;
    private final boolean onePass;

    /** Of the network whose gradient is computed by {@code parallel}, on the same threads. */
    ParameterUpdate(ComputationGraph graph, ParallelGradient parallel, WorkerThreads threads) {
        this.graph = graph;
        this.parallel = parallel;
        this.threads = threads;
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
        this.onePass = isPlain() && addRuns();
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

    private boolean addRuns() {
        Matrix parameters = Matrix.row(graph.params());
        for (UpdaterBlock block : graph.getUpdater().getUpdaterBlocks()) {
            if (!(block.getGradientUpdater() instanceof FlushingAdamUpdater updater)) {
                return false;
            }
            int start = block.getParamOffsetStart();
            int end = block.getParamOffsetEnd();
            for (int from = start; from < end; from += RUN) {
                int to = Math.min(from + RUN, end);
                runs.add(new Run(
                        updater.run(from - start, to - start), parameters.columns(from, to), parallel.run(from, to)));
            }
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

    /** Sums the workers' gradients over {@code examples} examples and does one update with the sum. */
    void apply(int examples) {
        int iteration = graph.getConfiguration().getIterationCount();
        int epoch = graph.getConfiguration().getEpochCount();
        if (onePass) {
            int parts = Math.min(threads.count(), runs.size());
            threads.run(parts, i -> {
                for (Run run : runs.subList(i * runs.size() / parts, (i + 1) * runs.size() / parts)) {
                    run.updater.step(run.parameters, run.gradient.sum(), iteration, epoch, 1.0 / examples);
                }
                return i;
            });
        } else {
            parallel.whole().sum();
            graph.getUpdater().update(gradient, iteration, epoch, examples, LayerWorkspaceMgr.noWorkspaces());
            graph.params()
                    .subi(graph.getFlattenedGradients().reshape(graph.params().shape()));
        }
    }
}
