package org.vae4j.train.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.nd4j.linalg.learning.NoOpUpdater;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.StateHolder;
import org.vae4j.update.BlockUpdater;
import org.vae4j.update.GradientRule.Scope;
import org.vae4j.update.Updater;

/**
 * Divides the parameters of a network into ranges, each with one updater, one weight decay and one norm. The division
 * is a function of the network alone, so that sums over ranges have the same bits for any number of threads.
 */
final class UpdatePlan {

    /** Values of a range: so few that gradients are still in the cache when they have been summed. */
    private static final int RANGE = 1 << 14;

    private final ComputationGraph graph;
    private final Matrix parameters;
    private final ParallelGradient gradient;
    private final UpdatedLayers layers;
    private final List<UpdateRange> ranges = new ArrayList<>();
    private final Map<Object, Integer> norms = new LinkedHashMap<>();

    /** Neighbouring tensors of a block, from the first parameter to the one behind the last. */
    private record Stretch(int from, int to, RangeDecay decay, Object normOf, Pauses pauses) {

        boolean continuesWith(Stretch next) {
            return decay.equals(next.decay) && normOf.equals(next.normOf) && pauses.areThoseOf(next.pauses);
        }

        Stretch with(Stretch next) {
            return new Stretch(from, next.to, decay, normOf, pauses);
        }
    }

    /** In which steps a tensor is not updated: how many there were, and whether it is one of those that go on alone. */
    private record Pauses(MissedSteps missed, boolean goesOn) {

        boolean areThoseOf(Pauses other) {
            return goesOn == other.goesOn && missed.count() == other.missed.count();
        }
    }

    private UpdatePlan(ComputationGraph graph, ParallelGradient gradient, UpdatedLayers layers) {
        this.graph = graph;
        this.parameters = Matrix.row(graph.params());
        this.gradient = gradient;
        this.layers = layers;
    }

    /** The ranges of some layers every updater of which is ours, and every weight decay known. */
    static List<UpdateRange> of(ComputationGraph graph, ParallelGradient gradient, UpdatedLayers layers) {
        UpdatePlan plan = new UpdatePlan(graph, gradient, layers);
        graph.getUpdater().getUpdaterBlocks().stream()
                .filter(block -> !isState(block))
                .forEach(plan::add);
        return plan.ranges;
    }

    /** Whether {@link #of} can be asked. */
    static boolean covers(ComputationGraph graph, UpdatedLayers layers) {
        return graph.getUpdater().getUpdaterBlocks().stream()
                .allMatch(block -> isState(block) || covers(block, layers));
    }

    /** What layers move by their gradients. */
    static List<StateMove> moves(ComputationGraph graph, ParallelGradient gradient, UpdatedLayers layers) {
        Matrix all = Matrix.row(graph.params());
        return graph.getUpdater().getUpdaterBlocks().stream()
                .filter(UpdatePlan::isMovedByGradient)
                .filter(block -> block.getLayersAndVariablesInBlock().stream().allMatch(layers::contains))
                .map(block -> new StateMove(
                        all.columns(block.getParamOffsetStart(), block.getParamOffsetEnd()),
                        gradient.range(block.getParamOffsetStart(), block.getParamOffsetEnd())))
                .toList();
    }

    private static boolean isState(UpdaterBlock block) {
        return isMovedByGradient(block)
                || block.getLayersAndVariablesInBlock().stream()
                        .allMatch(tensor -> tensor.getLayer().getConfig() instanceof StateHolder holder
                                && holder.isState(tensor.getParamName()));
    }

    /**
     * Whether a block is state that a layer of DL4J's moves by a "gradient" that is no mean over the batch: the step to
     * be subtracted. Other parameters whose updater is DL4J's NoOp are no state: DL4J subtracts the mean gradient of
     * these.
     */
    private static boolean isMovedByGradient(UpdaterBlock block) {
        return block.getGradientUpdater() instanceof NoOpUpdater
                && block.getLayersAndVariablesInBlock().stream()
                        .noneMatch(tensor -> tensor.getLayer().updaterDivideByMinibatch(tensor.getParamName()));
    }

    private static boolean covers(UpdaterBlock block, UpdatedLayers layers) {
        return block.getLayersAndVariablesInBlock().stream()
                .filter(layers::contains)
                .allMatch(tensor -> block.getGradientUpdater() instanceof BlockUpdater updater
                        && layers.takes(decay(tensor), updater.getConfig().gradientRule()));
    }

    private static RangeDecay decay(ParamState tensor) {
        return RangeDecay.of(tensor.getLayer().getConfig(), tensor.getParamName());
    }

    private Pauses pauses(ParamState tensor) {
        String layer = tensor.getLayer().getConfig().getLayerName();
        return new Pauses(MissedSteps.of(graph, layer), layers.goesOnAlone(layer));
    }

    private void add(UpdaterBlock block) {
        if (block.getLayersAndVariablesInBlock().stream().noneMatch(layers::contains)) {
            return;
        }
        BlockUpdater updater = (BlockUpdater) block.getGradientUpdater();
        Stretch stretch = null;
        for (ParamState tensor : block.getLayersAndVariablesInBlock()) {
            if (!layers.contains(tensor)) {
                add(stretch, block, updater);
                stretch = null;
                continue;
            }
            Stretch next = new Stretch(
                    tensor.getParamOffsetStart(),
                    tensor.getParamOffsetEnd(),
                    decay(tensor),
                    // Layers of DL4J's own have several tensors in a block.
                    updater.getConfig().gradientRule().scope() == Scope.TENSOR
                            ? tensor.getParamOffsetStart()
                            : updater.getConfig(),
                    pauses(tensor));
            if (stretch != null && stretch.continuesWith(next)) {
                stretch = stretch.with(next);
            } else {
                add(stretch, block, updater);
                stretch = next;
            }
        }
        add(stretch, block, updater);
    }

    private void add(Stretch stretch, UpdaterBlock block, BlockUpdater updater) {
        if (stretch == null) {
            return;
        }
        Updater config = updater.getConfig();
        boolean asks = config.gradientRule().scope() != Scope.NONE;
        int norm = asks ? norms.computeIfAbsent(stretch.normOf, key -> norms.size()) : UpdateRange.NO_NORM;
        int start = block.getParamOffsetStart();
        for (int from = stretch.from; from < stretch.to; from += RANGE) {
            int to = Math.min(from + RANGE, stretch.to);
            ranges.add(new UpdateRange(
                    config,
                    stretch.decay,
                    parameters.columns(from, to),
                    gradient.range(from, to),
                    updater.state(from - start, to - start),
                    norm,
                    stretch.pauses.missed()));
        }
    }
}
