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
 * Passes that enter a model's network at some vertex and end in the output of a network beside it, with a backward pass
 * for the parameters of some nodes alone. Gradients of other parameters are left as they are.
 */
final class BesidePass {

    private final CompiledGraph compiled;
    private final Kernels kernels;
    private final int from;
    private final int output;
    /** The network's nodes with this backward pass. */
    private final List<GraphNode> nodes;

    /** The pass that {@link #forward} began. */
    private Buffers unfinished;

    private BesidePass(CompiledGraph compiled, List<GraphNode> nodes, int from, int output) {
        this.compiled = compiled;
        this.kernels = Kernels.of(compiled.graph().params().dataType());
        this.nodes = nodes;
        this.from = from;
        this.output = output;
    }

    /** The passes in which the network itself learns, from what it reads on. */
    static BesidePass ofNetwork(CompiledGraph compiled, String name) {
        List<GraphNode> all = inner(compiled);
        AuxiliaryNodes beside = beside(compiled, all, name);
        int input = beside.input(name);
        int output = beside.output(name);
        requireSeparateRows(compiled, all.get(input).name(), all.get(output).name());
        return of(compiled, all, Learning.only(all, compiled.graph(), beside.of(name)), input, output);
    }

    /** Rows of several kinds enter together. */
    static void requireSeparateRows(CompiledGraph compiled, String input, String output) {
        compiled.entered().firstThatJoinsRows(input, output).ifPresent(vertex -> {
            throw new IllegalArgumentException("model.discriminator: found that \"" + vertex
                    + "\" draws noise or looks at a batch as a whole, expected blocks that treat each example alone,"
                    + " such as layerNorm: leave it out");
        });
    }

    /** The passes in which what makes the data that the network reads learns, from z on. */
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

    /** The vertices on the way that have a backward pass of their own here, so that their parameters learn. */
    List<String> vertices() {
        return IntStream.rangeClosed(from + 1, output)
                .filter(i -> !(nodes.get(i) instanceof ChangedNode))
                .mapToObj(i -> nodes.get(i).name())
                .toList();
    }

    /** Lets rows enter, those of each matrix below those of the one before; returns the last column of the output. */
    double[] forward(List<Columns> entering) {
        int rows = entering.stream().mapToInt(Columns::rows).sum();
        Buffers b = compiled.buffers().of(GraphPass.from(from, rows, output, GraphPass.Need.GRADIENTS));
        kernels.write(stacked(entering, rows), b.outputs[from]);
        for (int i : b.path) {
            nodes.get(i).forward(b.outputs, i);
        }
        unfinished = b;
        double[] logits = new double[rows];
        kernels.read(logits(b.outputs[output]), logits);
        return logits;
    }

    /** The backward pass of the last {@link #forward}, from the slopes of the last column on. */
    void backward(double[] slopes) {
        Buffers b = unfinished;
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

    /** Rows below rows, column by column. */
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
