package org.vae4j.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.NoiseDriven;
import org.vae4j.layers.Shard;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.SupportCheck;
import org.vae4j.model.GraphBuffers.Buffers;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.LatentBatch;

/**
 * A network's forward and backward passes as a fixed list of operations on arrays that are allocated once.
 *
 * <p>It runs the very layers of the {@link ComputationGraph}, on the graph's own parameters and into its own gradient
 * array; what it leaves out is what DL4J does around them in every step (workspaces, copies, bookkeeping), which costs as
 * much as the arithmetic does. The graph stays the thing that is saved, loaded and inspected.
 *
 * <p>Parts that are joined by a {@code ConcatVertex} are computed in place: in column order a run of columns is
 * contiguous, so the parts are windows into the joined matrix and joining them takes no time. Not safe for use by several
 * threads at once.
 */
public final class CompiledGraph {

    private final ComputationGraph graph;
    private final List<GraphNode> nodes;
    private final Map<String, Integer> byName = new HashMap<>();
    private final GraphBuffers buffers;
    private final List<NoiseDriven> noisy = new ArrayList<>();
    private final GraphNode.Objective objective;
    private final Kernels kernels;

    private CompiledGraph(ComputationGraph graph, List<GraphNode> nodes, GraphNode.Objective objective) {
        this.graph = graph;
        this.nodes = nodes;
        this.objective = objective;
        this.kernels = Kernels.of(graph.params().dataType());
        this.buffers = new GraphBuffers(nodes, graph.params().dataType());
        for (int i = 0; i < nodes.size(); i++) {
            byName.put(nodes.get(i).name(), i);
        }
        for (Layer layer : graph.getLayers()) {
            if (layer instanceof NoiseDriven driven) {
                noisy.add(driven);
            }
        }
        if (graph.getFlattenedGradients() == null) {
            graph.initGradientsView();
        }
    }

    /**
     * Compiles a network.
     *
     * @param graph initialised, with one input and one output
     * @return the compiled network; empty when it has vertices or settings that only DL4J itself can run
     */
    public static Optional<CompiledGraph> of(ComputationGraph graph) {
        return GraphCompiler.compile(graph)
                .map(nodes -> new CompiledGraph(graph, nodes, (GraphNode.Objective) nodes.get(nodes.size() - 1)));
    }

    /** {@return the network that this runs} */
    public ComputationGraph graph() {
        return graph;
    }

    /** {@return p(x|z) as evaluations use it: see {@link Likelihood#forEvaluation()}} */
    public Likelihood likelihood() {
        return objective.operation().likelihood();
    }

    /** {@return whether each example's value depends on that example alone} */
    public boolean perExample() {
        return objective.operation().perExample();
    }

    /** {@return per-row terms of the last evaluation} */
    public LatentBatch batch() {
        return objective.operation().batch();
    }

    /**
     * Forward and backward pass with the noise of the network's current iteration; the gradients, summed over the
     * examples, go to the network's gradient array.
     *
     * @param x features, which are the labels too, {@code [batch, features]}
     * @return the terms before any update, means over the batch
     */
    public ElboTerms gradient(INDArray x) {
        return gradient(x, Shard.WHOLE);
    }

    /**
     * As {@link #gradient(INDArray)} for a part of a batch: it takes the noise that its examples have in the whole one, so
     * that the sum over the parts is the whole batch's gradient.
     *
     * @param x the part's features, {@code [count, features]}
     * @param shard which part it is
     * @return the terms before any update, means over the part
     */
    public ElboTerms gradient(INDArray x, Shard shard) {
        useNoise(OptionalLong.empty());
        noisy.forEach(driven -> driven.useShard(shard));
        Matrix features = matrix(x);
        Buffers b = forward(features, nodes.size() - 1);
        ElboTerms terms = evaluateObjective(b, features);
        for (int i = nodes.size() - 2; i >= 0; i--) {
            backward(b, i);
        }
        noisy.forEach(driven -> driven.useShard(Shard.WHOLE));
        return terms;
    }

    /**
     * The terms of a batch, with given noise.
     *
     * @param x features, {@code [batch, features]}
     * @param noiseSeed seed of ε
     * @return means over the batch; {@link #batch()} has every row's
     */
    public ElboTerms evaluate(INDArray x, long noiseSeed) {
        useNoise(OptionalLong.of(noiseSeed));
        Matrix features = matrix(x);
        Buffers b = forward(features, nodes.size() - 1);
        int input = objective.inputs().get(0);
        return objective
                .operation()
                .measure(
                        b.outputs[input],
                        features,
                        b.gradients[input],
                        graph.getConfiguration().getIterationCount(),
                        graph.getConfiguration().getEpochCount());
    }

    /**
     * The activations of one vertex.
     *
     * @param x features, {@code [batch, features]}
     * @param vertex name of the vertex
     * @param noiseSeed seed of ε, where the vertex lies behind a sampling layer
     * @return a matrix that the next call overwrites
     */
    public Matrix output(INDArray x, String vertex, long noiseSeed) {
        useNoise(OptionalLong.of(noiseSeed));
        int last = index(vertex);
        return forward(matrix(x), last + 1).outputs[last];
    }

    /**
     * The activations of one vertex, given those of one before it.
     *
     * @param from name of the vertex whose activations are given
     * @param value its activations, {@code [batch, columns]}
     * @param to name of the vertex whose activations are wanted; depends on the network's input through {@code from} only
     * @return a matrix that the next call overwrites
     */
    public Matrix output(String from, INDArray value, String to) {
        int first = index(from);
        int last = index(to);
        Matrix given = matrix(value);
        Buffers b = buffers.of(given.rows(), first);
        if (given.columns() != b.outputs[first].columns()) {
            throw new IllegalArgumentException("found " + given.columns() + " columns for \"" + from + "\", expected "
                    + b.outputs[first].columns());
        }
        kernels.copy(given, b.outputs[first]);
        for (int i = first + 1; i <= last; i++) {
            if (dependsOn(i, first)) {
                nodes.get(i).forward(b.outputs, i);
            }
        }
        return b.outputs[last];
    }

    /**
     * -log p(x|z) of each row and its gradient with respect to the activations of a vertex. The network's own gradient
     * array is undefined afterwards.
     *
     * @param x features, {@code [examples, features]}
     * @param from name of the vertex whose activations are given
     * @param value its activations, {@code [rows, columns]}, rows a multiple of examples: row r belongs to example
     *     r mod examples
     * @param parameters name of the vertex that puts out the likelihood's parameters
     * @param negLogLikelihood one value a row, nats: overwritten
     * @return the gradient, {@code [rows, columns]}, a matrix that the next call overwrites
     */
    public Matrix likelihoodGradient(
            INDArray x, String from, INDArray value, String parameters, double[] negLogLikelihood) {
        Matrix computed = output(from, value, parameters);
        int first = index(from);
        int last = index(parameters);
        Buffers b = buffers.of(computed.rows(), first);
        // Whether a gradient is added to was settled for whole passes, in which others come before.
        for (int i = first; i < last; i++) {
            if (i == first || dependsOn(i, first)) {
                kernels.fill(b.gradients[i], 0);
            }
        }
        Matrix features = matrix(x);
        SupportCheck.require(kernels, likelihood(), features);
        likelihood().evaluate(kernels, features, computed, negLogLikelihood, b.gradients[last]);
        for (int i = last; i > first; i--) {
            if (dependsOn(i, first)) {
                nodes.get(i).backwardToInput(b.outputs, b.gradients, i);
            }
        }
        return b.gradients[first];
    }

    /** In column order and of the network's type: a copy where the array is not. */
    private Matrix matrix(INDArray array) {
        return Matrix.ofAny(array.castTo(graph.params().dataType()));
    }

    private boolean dependsOn(int node, int ancestor) {
        return nodes.get(node).inputs().stream().anyMatch(i -> i == ancestor || i > ancestor && dependsOn(i, ancestor));
    }

    private int index(String vertex) {
        Integer i = byName.get(vertex);
        if (i == null) {
            throw new IllegalArgumentException(
                    "found no vertex \"" + vertex + "\", expected one of " + byName.keySet());
        }
        return i;
    }

    private void useNoise(OptionalLong seed) {
        int iteration = graph.getConfiguration().getIterationCount();
        for (Layer layer : graph.getLayers()) {
            layer.setIterationCount(iteration);
            layer.setEpochCount(graph.getConfiguration().getEpochCount());
        }
        for (NoiseDriven driven : noisy) {
            driven.useNoise(seed);
        }
    }

    private Buffers forward(Matrix x, int count) {
        Buffers b = buffers.of(x.rows(), 0);
        if (x.columns() != b.outputs[0].columns()) {
            throw new IllegalArgumentException("found examples of " + x.columns() + " features, expected "
                    + b.outputs[0].columns() + ": the model was built for another data set");
        }
        b.outputs[0] = x;
        for (int i = 1; i < count; i++) {
            nodes.get(i).forward(b.outputs, i);
        }
        return b;
    }

    private ElboTerms evaluateObjective(Buffers b, Matrix x) {
        int input = objective.inputs().get(0);
        return objective
                .operation()
                .evaluate(
                        b.outputs[input],
                        x,
                        b.gradients[input],
                        graph.getConfiguration().getIterationCount(),
                        graph.getConfiguration().getEpochCount());
    }

    private void backward(Buffers b, int i) {
        nodes.get(i).backward(b.outputs, b.gradients, i);
    }
}
