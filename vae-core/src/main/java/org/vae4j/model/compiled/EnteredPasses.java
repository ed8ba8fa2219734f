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

/** Passes that begin at vertices whose activations are given, in place of the network's input. */
public final class EnteredPasses {

    /**
     * Values that enter a network at one of its vertices, in place of what the vertex would compute.
     *
     * @param vertex name of the vertex
     * @param value its activations, {@code [rows, columns]}
     */
    public record Entrance(String vertex, INDArray value) {}

    private final GraphPasses passes;
    private final GraphNoise noise;
    /** The network's nodes, with the backward pass that goes through z. */
    private final List<GraphNode> nodes;

    EnteredPasses(GraphPasses passes, GraphNoise noise, List<GraphNode> nodes) {
        this.passes = passes;
        this.noise = noise;
        this.nodes = nodes;
    }

    /** The activations of a vertex, with no noise on the way. */
    Matrix output(Entrance entrance, String to) {
        int last = passes.index(to);
        return computed(entrance, to, Need.VALUES).outputs[last];
    }

    private Buffers computed(Entrance entrance, String to, Need need) {
        Buffers b = passes.entered(List.of(entrance), passes.index(to), need);
        noise.refuse(passes.way(b), entrance.vertex(), to);
        passes.compute(b);
        return b;
    }

    /** The activations of a vertex, with given noise on the way. */
    Matrix output(List<Entrance> entrances, String to, NoisePosition position) {
        int last = passes.index(to);
        return drawn(entrances, last, Need.VALUES, position).outputs[last];
    }

    /** The pass to a node, with given noise on the way. */
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
     * -log p(x|z) of each row and its gradient with respect to what enters.
     *
     * @param likelihood p(x|z) in evaluation
     * @param x features, {@code [examples, features]}; a condition behind them is not looked at
     * @param entrance in front of the likelihood's parameters; its rows are a multiple of the examples, and row r
     *     belongs to example r mod examples
     * @param parameters name of the vertex that puts out the likelihood's parameters
     * @param negLogLikelihood one value per row, nats: overwritten
     * @return the gradient, {@code [rows, columns]}, a matrix that the next pass overwrites; the network's own gradient
     *     array is undefined afterwards
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
     * The product of a gradient with respect to a vertex and the Jacobian of the vertex by what enters.
     *
     * @param entrance in front of the vertex
     * @param to name of the vertex
     * @param gradient with respect to what it puts out, column by column
     * @return the gradient with respect to what enters, a matrix that the next pass overwrites
     */
    public Matrix pullBack(Entrance entrance, String to, double[] gradient) {
        int last = passes.index(to);
        Buffers b = cleared(computed(entrance, to, Need.GRADIENTS));
        Kernels.of(b.gradients[last].type()).write(gradient, b.gradients[last]);
        backward(b);
        return b.gradients[passes.index(entrance.vertex())];
    }

    /**
     * How many N(0, 1) numbers a row is drawn with on the way to the objective.
     *
     * @param entrances in front of the draws
     * @return columns of the noise of all layers that draw
     */
    public int noiseColumns(List<Entrance> entrances) {
        Buffers b = passes.entered(entrances, nodes.size() - 1, Need.GRADIENTS);
        return drawing(b).stream()
                .mapToInt(i -> layer(i).orElseThrow().noiseColumns(b.outputs[i].columns()))
                .sum();
    }

    /**
     * log p(x|z) + log p(z) - log q(z|x) of each row of given noise, and its gradient with respect to the noise.
     *
     * @param x {@code [examples, features]}, with their condition behind them where the model has one
     * @param entrances in front of the draws: row r belongs to example r mod examples
     * @param given the noise of all layers that draw, in their order, column by column
     * @param logWeights one value per row, nats: overwritten
     * @param gradient as the noise: overwritten
     */
    public void logWeights(
            INDArray x, List<Entrance> entrances, double[] given, double[] logWeights, double[] gradient) {
        Matrix features = passes.matrix(x);
        Buffers b = cleared(passes.entered(entrances, nodes.size() - 1, Need.GRADIENTS));
        GraphNode.Objective objective = (GraphNode.Objective) nodes.get(nodes.size() - 1);
        noise.use(NoisePosition.evaluation(0).ofExamples(features.rows()));
        try {
            give(b, given);
            passes.compute(b);
            Matrix toInput = b.gradients[objective.input()];
            objective.operation().readForEvaluation(b.outputs[objective.input()], features, toInput);
            weigh(objective.operation().batch(), logWeights);
            objective.operation().write(toInput);
            // Before a layer's own backward pass, which may change what comes back to it.
            backward(b, node -> layer(node).ifPresent(layer -> takeGradient(layer, b, node, gradient)));
        } finally {
            noise.useOwn();
        }
    }

    /** The values of {@link LatentBatch#logWeights} and, as the batch's gradients, the gradient of their sum. */
    private static void weigh(LatentBatch batch, double[] logWeights) {
        double[] found = batch.logWeights();
        System.arraycopy(found, 0, logWeights, 0, found.length);
        double[] ones = new double[found.length];
        Arrays.fill(ones, 1);
        Arrays.fill(batch.pathWeights(), 1);
        Arrays.fill(batch.rowWeights(), -1);
        batch.auxiliaries().values().forEach(Columns::clearGradient);
        for (LatentRows latent : batch.latents()) {
            latent.clearGradients();
            latent.logRatio().addGradient(latent, ones, ones);
        }
    }

    private void give(Buffers b, double[] given) {
        int first = 0;
        for (int i : drawing(b)) {
            int end = first + noiseLength(b, i);
            layer(i).orElseThrow().give(Arrays.copyOfRange(given, first, end));
            first = end;
        }
    }

    /** How many numbers a node draws. */
    private int noiseLength(Buffers b, int node) {
        Matrix z = b.outputs[node];
        return z.rows() * layer(node).orElseThrow().noiseColumns(z.columns());
    }

    private void takeGradient(GivenNoise layer, Buffers b, int node, double[] target) {
        int first = drawing(b).stream()
                .filter(before -> before < node)
                .mapToInt(before -> noiseLength(b, before))
                .sum();
        Matrix input = b.outputs[nodes.get(node).inputs().get(0)];
        double[] found = layer.noiseGradient(input, b.outputs[node], b.gradients[node]);
        System.arraycopy(found, 0, target, first, found.length);
    }

    /** The nodes of a pass that draw, in their order. */
    private List<Integer> drawing(Buffers b) {
        return Arrays.stream(b.path).filter(i -> layer(i).isPresent()).boxed().toList();
    }

    private Optional<GivenNoise> layer(int node) {
        return nodes.get(node).inner() instanceof GraphNode.Compute compute
                        && compute.operation() instanceof GivenNoise layer
                ? Optional.of(layer)
                : Optional.empty();
    }

    /**
     * Room for gradients of 0. Whether a gradient is added to was settled for whole passes, in which others come
     * before.
     */
    private Buffers cleared(Buffers b) {
        for (Matrix gradient : b.gradients) {
            if (gradient != null) {
                Kernels.of(gradient.type()).fill(gradient, 0);
            }
        }
        return b;
    }

    /** Goes back from the last node of a pass, whose gradient is there, to the first ones. */
    private void backward(Buffers b) {
        backward(b, node -> {});
    }

    private void backward(Buffers b, IntConsumer before) {
        for (int k = b.path.length - 1; k >= 0; k--) {
            before.accept(b.path[k]);
            nodes.get(b.path[k]).backwardToInput(b.outputs, b.gradients, b.path[k]);
        }
    }

    /**
     * The first vertex between two others that draws noise or lets rows depend on each other.
     *
     * @param from the vertex behind which the search begins
     * @param to the vertex that it ends with
     * @return the vertex's name, if there is one
     */
    public Optional<String> firstThatJoinsRows(String from, String to) {
        GraphPass pass = GraphPass.from(passes.index(from), 2, passes.index(to), Need.VALUES);
        return passes.way(passes.buffers().of(pass)).stream()
                .filter(vertex -> !nodes.get(passes.index(vertex)).perExample() || noise.drawnBy(vertex))
                .findFirst();
    }
}
