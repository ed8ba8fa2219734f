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
 * Divides the parameters of a network into ranges of successive values, each with one updater, one weight decay and one
 * norm. The division is a function of the network alone, so that sums over ranges have the same bits for any number of
 * threads.
 *
 * <p>Neighbouring tensors of a block (DL4J's name for parameters with one updater) are merged while their decay, norm
 * and pauses agree; the merged stretch is then cut into ranges of {@value #RANGE_LENGTH} values at most.
 */
final class UpdatePlan {

    /** Values per range: few enough that the summed gradients are still in the cache when the updater reads them. */
    private static final int RANGE_LENGTH = 1 << 14;

    private final ComputationGraph graph;
    private final Matrix parameters;
    private final ParallelGradient gradient;
    private final UpdatedLayers layers;
    private final List<UpdateRange> ranges = new ArrayList<>();
    private final Map<Object, Integer> norms = new LinkedHashMap<>();

    /**
     * Neighbouring tensors of a block.
     *
     * @param from first parameter
     * @param to the parameter after the last
     * @param normOf the key of a tensor's norm: tensors with equal keys share one
     */
    private record Stretch(int from, int to, RangeDecay decay, Object normOf, Pauses pauses) {

        boolean continuesWith(Stretch next) {
            return to == next.from
                    && decay.equals(next.decay)
                    && normOf.equals(next.normOf)
                    && pauses.agreeWith(next.pauses);
        }

        Stretch with(Stretch next) {
            return new Stretch(from, next.to, decay, normOf, pauses);
        }
    }

    /** The missed steps of a tensor, and whether it moves while others pause. */
    private record Pauses(MissedSteps missed, boolean movesAlone) {

        boolean agreeWith(Pauses other) {
            return movesAlone == other.movesAlone && missed.count() == other.missed.count();
        }
    }

    private UpdatePlan(ComputationGraph graph, ParallelGradient gradient, UpdatedLayers layers) {
        this.graph = graph;
        this.parameters = Matrix.row(graph.params());
        this.gradient = gradient;
        this.layers = layers;
    }

    /** The ranges of some layers, which {@link #covers} has accepted. */
    static List<UpdateRange> of(ComputationGraph graph, ParallelGradient gradient, UpdatedLayers layers) {
        UpdatePlan plan = new UpdatePlan(graph, gradient, layers);
        graph.getUpdater().getUpdaterBlocks().stream()
                .filter(block -> !isState(block))
                .forEach(plan::add);
        return plan.ranges;
    }

    /** Whether every updater of the layers is one of this library, and this library computes every weight decay. */
    static boolean covers(ComputationGraph graph, UpdatedLayers layers) {
        return graph.getUpdater().getUpdaterBlocks().stream()
                .allMatch(block -> isState(block) || covers(block, layers));
    }

    /** The state among the parameters that DL4J's layers move by their gradients. */
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
     * Whether a block is state of a layer of DL4J's whose gradient is the step to subtract, not a sum over the batch.
     * The NoOp updater alone does not make parameters such state: DL4J subtracts the mean gradient of others that have
     * it.
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
                        && layers.computes(decay(tensor), updater.getConfig().gradientRule()));
    }

    private static RangeDecay decay(ParamState tensor) {
        return RangeDecay.of(tensor.getLayer().getConfig(), tensor.getParamName());
    }

    private Pauses pauses(ParamState tensor) {
        String layer = tensor.getLayer().getConfig().getLayerName();
        return new Pauses(MissedSteps.of(graph, layer), layers.movesAlone(layer));
    }

    /** Adds the ranges of a block's tensors. */
    private void add(UpdaterBlock block) {
        if (block.getLayersAndVariablesInBlock().stream().noneMatch(layers::contains)) {
            return;
        }
        BlockUpdater updater = (BlockUpdater) block.getGradientUpdater();
        stretches(block, updater.getConfig()).forEach(stretch -> add(stretch, block, updater));
    }

    /** The stretches of the block's tensors that are updated. */
    private List<Stretch> stretches(UpdaterBlock block, Updater updater) {
        List<Stretch> stretches = new ArrayList<>();
        for (ParamState tensor : block.getLayersAndVariablesInBlock()) {
            if (!layers.contains(tensor)) {
                continue;
            }
            Stretch next = stretch(tensor, updater);
            int last = stretches.size() - 1;
            if (last >= 0 && stretches.get(last).continuesWith(next)) {
                stretches.set(last, stretches.get(last).with(next));
            } else {
                stretches.add(next);
            }
        }
        return stretches;
    }

    private Stretch stretch(ParamState tensor, Updater updater) {
        // A tensor's offset identifies it: DL4J's layers have several tensors in a block.
        Object normOf = updater.gradientRule().scope() == Scope.TENSOR ? tensor.getParamOffsetStart() : updater;
        return new Stretch(
                tensor.getParamOffsetStart(), tensor.getParamOffsetEnd(), decay(tensor), normOf, pauses(tensor));
    }

    private void add(Stretch stretch, UpdaterBlock block, BlockUpdater updater) {
        Updater config = updater.getConfig();
        boolean needsNorm = config.gradientRule().scope() != Scope.NONE;
        int norm = needsNorm ? norms.computeIfAbsent(stretch.normOf, key -> norms.size()) : UpdateRange.NO_NORM;
        int start = block.getParamOffsetStart();
        for (int from = stretch.from; from < stretch.to; from += RANGE_LENGTH) {
            int to = Math.min(from + RANGE_LENGTH, stretch.to);
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
