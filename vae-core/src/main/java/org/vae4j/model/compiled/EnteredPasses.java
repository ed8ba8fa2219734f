package org.vae4j.model.compiled;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentRows;
import org.vae4j.layers.GivenNoise;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.support.SupportCheck;
import org.vae4j.model.compiled.GraphBuffers.Buffers;
import org.vae4j.model.compiled.GraphPass.Need;
import org.vae4j.model.driven.GraphNoise;
import org.vae4j.model.plan.GraphNode;
import org.vae4j.objective.LatentBatch;

/**
 * Passes that start at inner vertices of a network, whose activations are given, rather than at the network's input.
 *
 * <p>Rows of what enters belong to the examples in turn: row r belongs to example r mod examples. Not safe for use by
 * several threads at once.
 */
public final class EnteredPasses {

    /**
     * Given activations of a vertex, which replace those that the vertex would compute.
     *
     * @param vertex name of the vertex
     * @param value the activations, {@code [rows, columns]}
     */
    public record Entrance(String vertex, INDArray value) {}

    private final GraphPasses passes;
    private final GraphNoise noise;
    /** The network's nodes, with a backward pass that reaches z. */
    private final List<GraphNode> nodes;

    EnteredPasses(GraphPasses passes, GraphNoise noise, List<GraphNode> nodes) {
        this.passes = passes;
        this.noise = noise;
        this.nodes = nodes;
    }

    /** The activations of a vertex that is reached without noise; refuses a vertex that needs some. */
    Matrix output(Entrance entrance, String to) {
        int last = passes.index(to);
        return computed(entrance, to, Need.VALUES).outputs[last];
    }

    private Buffers computed(Entrance entrance, String to, Need need) {
        Buffers b = passes.entered(List.of(entrance), passes.index(to), need);
        noise.requireNoNoise(passes.path(b), entrance.vertex(), to);
        passes.compute(b);
        return b;
    }

    /** The activations of a vertex, with the noise of a position. */
    Matrix output(List<Entrance> entrances, String to, NoisePosition position) {
        int last = passes.index(to);
        return drawn(entrances, last, Need.VALUES, position).outputs[last];
    }

    /** The buffers of a forward pass to a node, with the noise of a position. */
    Buffers drawn(List<Entrance> entrances, int last, Need need, NoisePosition position) {
        Buffers b = passes.entered(entrances, last, need);
        noise.use(position);
        try {
            passes.compute(b);
            return b;
        } finally {
            noise.useOwn();
        }
    }

    /**
     * Computes -log p(x|z) of each row and its gradient with respect to the given activations. The network's own
     * gradient arrays are undefined afterwards.
     *
     * @param likelihood p(x|z) in evaluation
     * @param x features, {@code [examples, features]}; a condition may follow them and is ignored
     * @param entrance the given activations, such as z; as many rows as a multiple of the examples
     * @param parameters name of the vertex that computes the likelihood's parameters
     * @param negLogLikelihood one value per row, nats: overwritten
     * @return the gradient of the sum over the rows, {@code [rows, columns]}, in a matrix that the next pass overwrites
     */
    public Matrix likelihoodGradient(
            Likelihood likelihood, INDArray x, Entrance entrance, String parameters, double[] negLogLikelihood) {
        int last = passes.index(parameters);
        Buffers b = cleared(computed(entrance, parameters, Need.GRADIENTS));
        Kernels kernels = Kernels.of(b.outputs[last].type());
        Matrix features = passes.matrix(x).columns(0, likelihood.featureCount(b.outputs[last].columns()));
        SupportCheck.require(kernels, likelihood, features);
        likelihood.evaluate(kernels, features, b.outputs[last], negLogLikelihood, b.gradients[last]);
        backward(b);
        return b.gradients[passes.index(entrance.vertex())];
    }

    /**
     * The vector-Jacobian product gᵀ ∂y/∂a for the activations y of a vertex and the given activations a.
     *
     * @param entrance the given activations a, from which y follows
     * @param to name of the vertex that computes y
     * @param gradient g, as many values as y, column by column
     * @return the product, {@code [rows, columns]} as a, in a matrix that the next pass overwrites
     */
    public Matrix pullBack(Entrance entrance, String to, double[] gradient) {
        int last = passes.index(to);
        Buffers b = cleared(computed(entrance, to, Need.GRADIENTS));
        Kernels.of(b.gradients[last].type()).write(gradient, b.gradients[last]);
        backward(b);
        return b.gradients[passes.index(entrance.vertex())];
    }

    /**
     * The number of N(0, 1) numbers that the layers between given activations and the objective draw per row.
     *
     * @param entrances the given activations, from which the draws follow
     * @return the sum over the layers that draw
     */
    public int noiseColumns(List<Entrance> entrances) {
        Buffers b = passes.entered(entrances, nodes.size() - 1, Need.GRADIENTS);
        return drawing(b).stream()
                .mapToInt(i -> drawingLayer(i).orElseThrow().noiseColumns(b.outputs[i].columns()))
                .sum();
    }

    /**
     * Computes the log-weights w = log p(x|z) + log p(z) - log q(z|x) of draws z(ε) from given noise ε, and ∂w/∂ε.
     *
     * @param x {@code [examples, features]}, followed by their condition where the model has one
     * @param entrances the given activations, from which the draws follow
     * @param epsilon ε of all layers that draw, in their order, each column by column
     * @param logWeights w, one value per row, nats: overwritten
     * @param gradient ∂w/∂ε, in the layout of ε: overwritten
     */
    public void logWeights(
            INDArray x, List<Entrance> entrances, double[] epsilon, double[] logWeights, double[] gradient) {
        Matrix features = passes.matrix(x);
        Buffers b = cleared(passes.entered(entrances, nodes.size() - 1, Need.GRADIENTS));
        GraphNode.Objective objective = (GraphNode.Objective) nodes.get(nodes.size() - 1);
        noise.use(NoisePosition.evaluation(0).ofExamples(features.rows()));
        try {
            giveNoise(b, epsilon);
            passes.compute(b);
            Matrix inputGradient = b.gradients[objective.input()];
            objective.operation().readForEvaluation(b.outputs[objective.input()], features, inputGradient);
            differentiateLogWeights(objective.operation().batch(), logWeights);
            objective.operation().write(inputGradient);
            // Read before the layer's own backward pass, which may overwrite the gradient of its output.
            backward(b, node -> drawingLayer(node).ifPresent(layer -> copyNoiseGradient(layer, b, node, gradient)));
        } finally {
            noise.useOwn();
        }
    }

    /** Copies {@link LatentBatch#logWeights} and sets the batch's gradients to those of the sum of the log-weights. */
    private static void differentiateLogWeights(LatentBatch batch, double[] logWeights) {
        double[] values = batch.logWeights();
        System.arraycopy(values, 0, logWeights, 0, values.length);
        double[] ones = new double[values.length];
        Arrays.fill(ones, 1);
        Arrays.fill(batch.pathWeights(), 1);
        Arrays.fill(batch.rowWeights(), -1);
        batch.auxiliaries().values().forEach(Columns::clearGradient);
        for (LatentRows latent : batch.latents()) {
            latent.clearGradients();
            latent.logRatio().addGradient(latent, ones, ones);
        }
    }

    private void giveNoise(Buffers b, double[] epsilon) {
        int expected = drawing(b).stream().mapToInt(i -> noiseLength(b, i)).sum();
        if (epsilon.length != expected) {
            throw new IllegalArgumentException("found " + epsilon.length + " numbers of noise, expected " + expected
                    + ": rows times noiseColumns");
        }
        int first = 0;
        for (int i : drawing(b)) {
            int end = first + noiseLength(b, i);
            drawingLayer(i).orElseThrow().give(Arrays.copyOfRange(epsilon, first, end));
            first = end;
        }
    }

    /** The number of values that a node draws. */
    private int noiseLength(Buffers b, int node) {
        Matrix z = b.outputs[node];
        return z.rows() * drawingLayer(node).orElseThrow().noiseColumns(z.columns());
    }

    /** Copies the gradient with respect to a layer's noise to its place in that of all noise. */
    private void copyNoiseGradient(GivenNoise layer, Buffers b, int node, double[] target) {
        int first = drawing(b).stream()
                .filter(earlier -> earlier < node)
                .mapToInt(earlier -> noiseLength(b, earlier))
                .sum();
        Matrix input = b.outputs[nodes.get(node).inputs().get(0)];
        double[] gradient = layer.noiseGradient(input, b.outputs[node], b.gradients[node]);
        System.arraycopy(gradient, 0, target, first, gradient.length);
    }

    /** The nodes of a pass that draw, in their order. */
    private List<Integer> drawing(Buffers b) {
        return Arrays.stream(b.path)
                .filter(i -> drawingLayer(i).isPresent())
                .boxed()
                .toList();
    }

    private Optional<GivenNoise> drawingLayer(int node) {
        return nodes.get(node).inner() instanceof GraphNode.Compute compute
                        && compute.operation() instanceof GivenNoise layer
                ? Optional.of(layer)
                : Optional.empty();
    }

    /**
     * Fills the gradients of a pass with 0. Nodes add to the gradient of an input that several nodes of a whole pass
     * read, and in a part of it the one that would have written first may be missing.
     */
    private Buffers cleared(Buffers b) {
        for (Matrix gradient : b.gradients) {
            if (gradient != null) {
                Kernels.of(gradient.type()).fill(gradient, 0);
            }
        }
        return b;
    }

    /**
     * Runs the backward pass from the last node of a pass, whose gradient has been written, to the given activations.
     */
    private void backward(Buffers b) {
        backward(b, node -> {});
    }

    /** The same, with an action that is called with the index of each node before the node's own backward pass. */
    private void backward(Buffers b, IntConsumer before) {
        for (int k = b.path.length - 1; k >= 0; k--) {
            before.accept(b.path[k]);
            nodes.get(b.path[k]).backwardToInput(b.outputs, b.gradients, b.path[k]);
        }
    }

    /**
     * Finds the first vertex between two others that draws noise or computes a row from several rows.
     *
     * @param from name of the vertex after which the search begins
     * @param to name of the last vertex of the search
     * @return the name of the vertex found; empty when each row follows from its own row alone
     */
    public Optional<String> firstThatJoinsRows(String from, String to) {
        GraphPass pass = GraphPass.from(passes.index(from), 2, passes.index(to), Need.VALUES);
        return passes.path(passes.buffers().of(pass)).stream()
                .filter(vertex -> !nodes.get(passes.index(vertex)).perExample() || noise.drawnBy(vertex))
                .findFirst();
    }
}
