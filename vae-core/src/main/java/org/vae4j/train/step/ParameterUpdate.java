package org.vae4j.train.step;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.vae4j.update.BlockUpdater;
import org.vae4j.update.GradientRule;

/**
 * Updates the parameters of some layers of a network from the gradient in its gradient array.
 *
 * <p>It uses a {@link FusedUpdate} where every block of parameters has an {@link org.vae4j.update.Updater} and no layer
 * asks for more than weight decay. Otherwise it uses DL4J's own updater, which knows every {@code IUpdater} and DL4J's
 * clipping and regularisation, but updates all layers of a network at once.
 */
final class ParameterUpdate {

    private final ComputationGraph graph;
    private final UpdatedLayers layers;
    private final ParallelGradient parallel;
    private final Gradient gradient;
    private final FusedUpdate fused;
    private final boolean isFused;
    private final boolean regularised;
    private final List<Layer> constrained;

    /**
     * Prepares the update.
     *
     * @param layers the layers to update
     * @param parallel computes the gradient
     * @param threads the threads that share the update
     * @throws IllegalArgumentException when only DL4J's updater could do the update, but not for these layers alone, or
     *     not with clipping by the norm of the whole gradient
     */
    ParameterUpdate(ComputationGraph graph, UpdatedLayers layers, ParallelGradient parallel, WorkerThreads threads) {
        this.graph = graph;
        this.layers = layers;
        this.parallel = parallel;
        this.gradient = new DefaultGradient(graph.getFlattenedGradients());
        for (Layer layer : graph.getLayers()) {
            if (layer.numParams() > 0) {
                layer.conf()
                        .getLayer()
                        .initializer()
                        .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray())
                        .forEach((key, view) -> gradient.setGradientFor(name(layer) + "_" + key, view));
            }
        }
        this.isFused = graph.conf().isMiniBatch() && !normalises() && UpdatePlan.covers(graph, layers);
        this.fused = new FusedUpdate(
                isFused ? UpdatePlan.of(graph, parallel, layers) : List.of(),
                isFused ? UpdatePlan.moves(graph, parallel, layers) : List.of(),
                threads);
        this.regularised = !isFused || fused.decays();
        this.constrained = layers().filter(layer -> layer.conf().getLayer().getConstraints() != null)
                .filter(layer -> !layer.conf().getLayer().getConstraints().isEmpty())
                .toList();
        if (!isFused) {
            requireAllLayers();
            requireNoGlobalNorm();
        }
    }

    private static String name(Layer layer) {
        return layer.conf().getLayer().getLayerName();
    }

    /** The layers to update. */
    private Stream<Layer> layers() {
        return Arrays.stream(graph.getLayers()).filter(layer -> layers.contains(name(layer)));
    }

    /** Whether some layer asks for DL4J's own normalisation of gradients. */
    private boolean normalises() {
        return layers().map(layer -> layer.getConfig().getGradientNormalization())
                .anyMatch(rule -> rule != null && rule != GradientNormalization.None);
    }

    private void requireAllLayers() {
        if (!layers.areAll()) {
            throw new IllegalArgumentException("found an updater, penalty or clipping of DL4J's own in a model that is"
                    + " trained in phases, expected those of this library, which move the layers of one phase alone: for"
                    + " example MomentumSgd in place of Sgd");
        }
    }

    /** Refuses clipping by a norm over several blocks: DL4J shows an updater one block of parameters at a time. */
    private void requireNoGlobalNorm() {
        long global = graph.getUpdater().getUpdaterBlocks().stream()
                .filter(block -> block.getGradientUpdater() instanceof BlockUpdater ours
                        && ours.getConfig().gradientRule().scope() == GradientRule.Scope.NETWORK)
                .count();
        if (global > 1) {
            throw new IllegalArgumentException("found clipping by the norm of the whole gradient in a network that DL4J"
                    + " updates in " + global + " blocks, expected no other clipping, penalty or updater beside it, or"
                    + " clipping by each tensor's norm");
        }
    }

    /** The penalty that regularisation adds to the score, by DL4J's formula. */
    double regularisation() {
        if (!regularised) {
            return 0;
        }
        double sum = 0;
        for (Layer layer : graph.getLayers()) {
            sum += layers.contains(name(layer)) ? layer.calcRegularizationScore(true) : 0;
        }
        return sum;
    }

    /** The norm of the last mean gradient before it was clipped or normalised; NaN where no updater asks for norms. */
    double gradientNorm() {
        return fused.gradientNorm();
    }

    /** Counts a missed step for each layer, except for those that another update moves in this step. */
    void pause() {
        layers().filter(layer -> layer.numParams() > 0)
                .filter(layer -> !layers.movesAlone(name(layer)))
                .map(MissedSteps::of)
                .forEach(MissedSteps::addOne);
    }

    /** Sums the workers' gradients and does one update with the mean over {@code examples} examples. */
    void apply(int examples) {
        int iteration = graph.getConfiguration().getIterationCount();
        int epoch = graph.getConfiguration().getEpochCount();
        if (isFused) {
            fused.apply(iteration, epoch, examples);
        } else {
            parallel.all().sum();
            graph.getUpdater().update(gradient, iteration, epoch, examples, LayerWorkspaceMgr.noWorkspaces());
            graph.params()
                    .subi(graph.getFlattenedGradients().reshape(graph.params().shape()));
        }
        constrained.forEach(layer -> layer.applyConstraints(iteration, epoch));
    }
}
