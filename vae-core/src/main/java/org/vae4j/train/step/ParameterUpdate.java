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
 * Moves the parameters of a network's layers along the gradient in its gradient array.
 *
 * <p>By a {@link FusedUpdate} where every block of parameters has an {@link org.vae4j.update.Updater} and no layer asks
 * for more than weight decay; else, where it moves every layer, by DL4J's own updater, with its clipping,
 * regularisation and every other {@code IUpdater}.
 */
final class ParameterUpdate {

    private final ComputationGraph graph;
    private final UpdatedLayers layers;
    private final ParallelGradient parallel;
    private final Gradient gradient;
    private final FusedUpdate fused;
    private final boolean onePass;
    private final boolean regularised;
    private final List<Layer> constrained;

    /** Updates layers whose gradient is computed by {@code parallel}, on the same threads. */
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
        this.onePass = graph.conf().isMiniBatch() && !normalises() && UpdatePlan.covers(graph, layers);
        this.fused = new FusedUpdate(
                onePass ? UpdatePlan.of(graph, parallel, layers) : List.of(),
                onePass ? UpdatePlan.moves(graph, parallel, layers) : List.of(),
                threads);
        this.regularised = !onePass || fused.decays();
        this.constrained = layers().filter(layer -> layer.conf().getLayer().getConstraints() != null)
                .filter(layer -> !layer.conf().getLayer().getConstraints().isEmpty())
                .toList();
        if (!onePass) {
            requireWhole();
            requireBlockwise();
        }
    }

    private static String name(Layer layer) {
        return layer.conf().getLayer().getLayerName();
    }

    /** Those that are moved. */
    private Stream<Layer> layers() {
        return Arrays.stream(graph.getLayers()).filter(layer -> layers.contains(name(layer)));
    }

    private boolean normalises() {
        return layers().map(layer -> layer.getConfig().getGradientNormalization())
                .anyMatch(rule -> rule != null && rule != GradientNormalization.None);
    }

    private void requireWhole() {
        if (!layers.areAll()) {
            throw new IllegalArgumentException("found an updater, penalty or clipping of DL4J's own in a model that is"
                    + " trained in phases, expected those of this library, which move the layers of one phase alone: for"
                    + " example MomentumSgd in place of Sgd");
        }
    }

    /** DL4J shows an updater one block of parameters at a time. */
    private void requireBlockwise() {
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

    /** What regularisation adds to the score, as DL4J has it. */
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

    /** Counts a step in which the layers are not moved, but those that go on alone. */
    void pause() {
        layers().filter(layer -> layer.numParams() > 0)
                .filter(layer -> !layers.goesOnAlone(name(layer)))
                .map(MissedSteps::of)
                .forEach(MissedSteps::addOne);
    }

    /** Sums the workers' gradients over {@code examples} examples and does one update with the sum. */
    void apply(int examples) {
        int iteration = graph.getConfiguration().getIterationCount();
        int epoch = graph.getConfiguration().getEpochCount();
        if (onePass) {
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
