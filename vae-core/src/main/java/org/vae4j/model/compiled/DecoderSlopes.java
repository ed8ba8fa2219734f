package org.vae4j.model.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.hamiltonian.Directions;
import org.vae4j.latent.hamiltonian.Target;
import org.vae4j.layers.DecoderDriven;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.compiled.GraphBuffers.Buffers;
import org.vae4j.model.plan.GradientFlow;
import org.vae4j.model.plan.GraphNode;
import org.vae4j.model.plan.Learning;
import org.vae4j.model.plan.Roles;

/**
 * The slope of log p(x|z) by z, for vertices in front of z that follow it, and the way back through it: passes from z
 * to the likelihood's parameters and back, with the decoder's own weights.
 *
 * <p>Second derivatives are central differences of gradients, z being displaced along the direction: an error of the
 * order of {@code distance²}, beside rounding of the order of one over it. The gradients of the decoder's weights are
 * added to what is there, since a step's own backward pass through the decoder comes before.
 */
final class DecoderSlopes {

    /** How far a row of z is displaced: where truncation and rounding are about equal. */
    private static final double DOUBLE_DISTANCE = 1e-5;

    private static final double FLOAT_DISTANCE = 1e-2;

    private final Likelihood likelihood;
    private final GraphBuffers buffers;
    private final DataType type;
    private final Kernels kernels;
    /** The network's nodes with the backward pass that begins at the likelihood's parameters. */
    private final List<GraphNode> nodes;

    private final int from;
    private final int to;
    private final int condition;
    private final int latents;
    private final double distance;
    /** The gradients of the decoder's weights, and room for what is in them before a pass. */
    private final List<Matrix> gradients = new ArrayList<>();

    private final List<Matrix> kept = new ArrayList<>();

    private DecoderSlopes(CompiledGraph compiled, Way way) {
        this.likelihood = compiled.likelihood();
        this.type = compiled.graph().params().dataType();
        this.kernels = Kernels.of(type);
        this.from = way.from;
        this.to = way.to;
        this.condition = way.condition;
        this.distance = type == DataType.DOUBLE ? DOUBLE_DISTANCE : FLOAT_DISTANCE;
        List<GraphNode> all = compiled.nodes().stream().map(GraphNode::inner).toList();
        this.nodes = GradientFlow.of(all, Learning.everything(all), to).nodes();
        // Passes of evaluation would take the matrices of a training away, and the other way round.
        this.buffers = new GraphBuffers(all, type);
        Buffers some = buffers.of(GraphPass.from(from, 2, to, GraphPass.Need.VALUES));
        this.latents = some.outputs[from].columns() - condition;
        for (int i : some.path) {
            requireSmooth(compiled, way.vertex, all.get(i));
            INDArray own = compiled.graph().getVertex(all.get(i).name()).getGradientsViewArray();
            if (own != null && own.length() > 0) {
                gradients.add(Matrix.row(own));
                kept.add(Matrix.allocate(type, 1, Math.toIntExact(own.length())));
            }
        }
    }

    /**
     * Where the decoder is.
     *
     * @param vertex that follows it
     * @param from node that the decoder reads
     * @param to node of the likelihood's parameters
     * @param condition columns of the condition, behind the features and behind z
     */
    private record Way(DecoderDriven vertex, int from, int to, int condition) {}

    /** Gives the vertices of a network that follow its decoder the decoder. */
    static void bind(CompiledGraph compiled) {
        for (GraphNode node : compiled.nodes()) {
            if (node.inner() instanceof GraphNode.Join join && join.operation() instanceof DecoderDriven vertex) {
                DecoderSlopes slopes = new DecoderSlopes(compiled, way(compiled, vertex));
                vertex.use(slopes::of);
            }
        }
    }

    private static Way way(CompiledGraph compiled, DecoderDriven vertex) {
        Roles roles = Roles.of(compiled.graph());
        VariationalOutputLayer output = (VariationalOutputLayer)
                compiled.graph().getLayer(roles.objective()).conf().getLayer();
        return new Way(
                vertex,
                compiled.index(vertex.decoderInput()),
                compiled.index(roles.parameters()),
                output.getCondition());
    }

    private static void requireSmooth(CompiledGraph compiled, DecoderDriven vertex, GraphNode node) {
        boolean smooth = !(node instanceof GraphNode.Foreign)
                && (!(node instanceof GraphNode.Compute layer)
                        || layer.operation().isSmooth());
        if (!smooth || !node.perExample() || compiled.drawsNoise(node.name())) {
            throw new IllegalArgumentException(
                    "model.transforms: found " + vertex.transform() + ", and that \"" + node.name()
                            + "\" of the decoder has a slope with jumps (relu, hardtanh, maxout, the largest of a pool), draws"
                            + " noise, looks at a batch as a whole or is no block of this library, expected smooth blocks that"
                            + " treat each example alone: set model.activation=softplus, or leave the transform out");
        }
    }

    /** log p(x|z) of some examples, with their condition behind them. */
    private Target of(Matrix examples) {
        return new Target() {
            @Override
            public double[] slope(double[] z) {
                return slopeAt(examples, z);
            }

            @Override
            public double[] curvature(double[] z, double[] direction) {
                return curvatureAt(examples, z, direction);
            }
        };
    }

    private double[] slopeAt(Matrix examples, double[] z) {
        Buffers b = forward(examples, z, z.length / latents);
        kernels.scaleRows(b.gradients[to], constant(-1, b.gradients[to].rows()));
        keep();
        for (int k = b.path.length - 1; k >= 0; k--) {
            nodes.get(b.path[k]).backwardToInput(b.outputs, b.gradients, b.path[k]);
        }
        restore();
        return latent(b.gradients[from]);
    }

    private double[] curvatureAt(Matrix examples, double[] z, double[] direction) {
        int rows = z.length / latents;
        Directions unit = Directions.of(direction, rows, distance);
        double[] displaced = stacked(unit.displaced(z, 1), unit.displaced(z, -1), rows);
        Buffers b = forward(examples, displaced, 2 * rows);
        double[] weights = new double[2 * rows];
        for (int r = 0; r < rows; r++) {
            weights[r] = -unit.scale(r);
            weights[rows + r] = unit.scale(r);
        }
        kernels.scaleRows(b.gradients[to], weights);
        keep();
        for (int k = b.path.length - 1; k >= 0; k--) {
            nodes.get(b.path[k]).backward(b.outputs, b.gradients, b.path[k]);
        }
        add();
        return folded(latent(b.gradients[from]), rows);
    }

    /** From z to the gradient of -log p(x|z) with respect to the likelihood's parameters. */
    private Buffers forward(Matrix examples, double[] z, int rows) {
        Buffers b = buffers.of(GraphPass.from(from, rows, to, GraphPass.Need.GRADIENTS));
        Matrix input = b.outputs[from];
        kernels.write(z, input.columns(0, latents));
        if (condition > 0) {
            Matrix given = examples.columns(examples.columns() - condition, examples.columns());
            kernels.repeatRows(given, input.columns(latents, input.columns()));
        }
        for (int i : b.path) {
            nodes.get(i).forward(b.outputs, i);
        }
        Matrix features = examples.columns(0, examples.columns() - condition);
        likelihood.evaluate(kernels, features, b.outputs[to], new double[rows], b.gradients[to]);
        return b;
    }

    private double[] latent(Matrix gradient) {
        return kernels.values(gradient.columns(0, latents));
    }

    private void keep() {
        for (int i = 0; i < kept.size(); i++) {
            kernels.copy(gradients.get(i), kept.get(i));
        }
    }

    private void restore() {
        for (int i = 0; i < kept.size(); i++) {
            kernels.copy(kept.get(i), gradients.get(i));
        }
    }

    private void add() {
        for (int i = 0; i < kept.size(); i++) {
            kernels.add(kept.get(i), gradients.get(i));
        }
    }

    private static double[] constant(double value, int length) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    /** The rows of one matrix and below them those of another, column by column. */
    private static double[] stacked(double[] above, double[] below, int rows) {
        double[] result = new double[2 * above.length];
        for (int first = 0; first < above.length; first += rows) {
            System.arraycopy(above, first, result, 2 * first, rows);
            System.arraycopy(below, first, result, 2 * first + rows, rows);
        }
        return result;
    }

    /** The sum of the upper and the lower rows. */
    private static double[] folded(double[] stacked, int rows) {
        double[] result = new double[stacked.length / 2];
        for (int i = 0; i < result.length; i++) {
            int upper = i / rows * 2 * rows + i % rows;
            result[i] = stacked[upper] + stacked[upper + rows];
        }
        return result;
    }
}
