package org.vae4j.model.compiled;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.model.compiled.GraphBuffers.Buffers;
import org.vae4j.model.plan.AuxiliaryNodes;
import org.vae4j.model.plan.ChangedNode;
import org.vae4j.model.plan.GradientFlow;
import org.vae4j.model.plan.GraphNode;
import org.vae4j.model.plan.Learning;

/**
 * Passes from an inner vertex of a model's network to the output of a network beside the model, such as a
 * discriminator, with a backward pass for the parameters of some of the nodes alone. The gradients of other parameters
 * are left as they are.
 *
 * <p>The last column of the output is a logit. Not safe for use by several threads at once.
 */
final class BesidePass {

    private final CompiledGraph compiled;
    private final Kernels kernels;
    private final int from;
    private final int output;
    /** The network's nodes, with the backward pass for the chosen parameters. */
    private final List<GraphNode> nodes;

    /** The buffers of the last {@link #forward}. */
    private Buffers last;

    private BesidePass(CompiledGraph compiled, List<GraphNode> nodes, int from, int output) {
        this.compiled = compiled;
        this.kernels = Kernels.of(compiled.graph().params().dataType());
        this.nodes = nodes;
        this.from = from;
        this.output = output;
    }

    /** The passes in which the network beside the model learns; they start at its input. */
    static BesidePass ofNetwork(CompiledGraph compiled, String name) {
        List<GraphNode> all = inner(compiled);
        AuxiliaryNodes beside = beside(compiled, all, name);
        int input = beside.input(name);
        int output = beside.output(name);
        requireSeparateRows(compiled, all.get(input).name(), all.get(output).name());
        return of(compiled, all, Learning.only(all, compiled.graph(), beside.of(name)), input, output);
    }

    /** Refuses a network that computes a row from several rows: rows of different kinds enter it together. */
    static void requireSeparateRows(CompiledGraph compiled, String input, String output) {
        compiled.entered().firstThatJoinsRows(input, output).ifPresent(vertex -> {
            throw new IllegalArgumentException("model.discriminator: found that \"" + vertex
                    + "\" draws noise or depends on the batch as a whole, expected blocks that treat each example alone,"
                    + " such as layerNorm: leave it out");
        });
    }

    /** The passes in which the decoder, whose output the network beside the model reads, learns; they start at z. */
    static BesidePass ofDecoder(CompiledGraph compiled, String latent, String name) {
        List<GraphNode> all = inner(compiled);
        AuxiliaryNodes beside = beside(compiled, all, name);
        Learning learning = Learning.allBut(all, compiled.graph(), beside.all());
        int z = IntStream.range(0, all.size())
                .filter(i -> all.get(i).name().equals(latent))
                .findFirst()
                .orElseThrow();
        return of(compiled, all, learning, z, beside.output(name));
    }

    private static BesidePass of(CompiledGraph compiled, List<GraphNode> all, Learning learning, int from, int output) {
        return new BesidePass(compiled, GradientFlow.of(all, learning, output).nodes(), from, output);
    }

    private static List<GraphNode> inner(CompiledGraph compiled) {
        return compiled.nodes().stream().map(GraphNode::inner).toList();
    }

    private static AuxiliaryNodes beside(CompiledGraph compiled, List<GraphNode> all, String name) {
        ComputationGraph graph = compiled.graph();
        return AuxiliaryNodes.of(graph, all)
                .orElseThrow(() -> new IllegalArgumentException(
                        "found no network for the term " + name + ", expected a model that was built with it"));
    }

    /** The names of the vertices whose parameters learn in these passes. */
    List<String> vertices() {
        return IntStream.rangeClosed(from + 1, output)
                .filter(i -> !(nodes.get(i) instanceof ChangedNode))
                .mapToObj(i -> nodes.get(i).name())
                .toList();
    }

    /**
     * Runs the forward pass on the rows of several matrices, one below the other.
     *
     * @return the logit of each row
     */
    double[] forward(List<Columns> entering) {
        int rows = entering.stream().mapToInt(Columns::rows).sum();
        Buffers b = compiled.buffers().of(GraphPass.from(from, rows, output, GraphPass.Need.GRADIENTS));
        kernels.write(stacked(entering, rows), b.outputs[from]);
        for (int i : b.path) {
            nodes.get(i).forward(b.outputs, i);
        }
        last = b;
        double[] logits = new double[rows];
        kernels.read(logits(b.outputs[output]), logits);
        return logits;
    }

    /**
     * Runs the backward pass of the last {@link #forward}, from the derivatives of a loss with respect to the logits.
     */
    void backward(double[] slopes) {
        Buffers b = last;
        Matrix gradient = b.gradients[output];
        if (gradient.columns() > 1) {
            kernels.fill(gradient, 0);
        }
        kernels.write(slopes, logits(gradient));
        for (int k = b.path.length - 1; k >= 0; k--) {
            nodes.get(b.path[k]).backward(b.outputs, b.gradients, b.path[k]);
        }
    }

    private static Matrix logits(Matrix matrix) {
        return matrix.columns(matrix.columns() - 1, matrix.columns());
    }

    /** The matrices one below the other, column by column. */
    static double[] stacked(List<Columns> parts, int rows) {
        double[] joined = new double[rows * parts.get(0).count()];
        int first = 0;
        for (Columns part : parts) {
            for (int j = 0; j < part.count(); j++) {
                System.arraycopy(part.values(), part.at(0, j), joined, j * rows + first, part.rows());
            }
            first += part.rows();
        }
        return joined;
    }
}
