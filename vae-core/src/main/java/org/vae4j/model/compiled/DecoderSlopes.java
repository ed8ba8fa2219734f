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
 * The slope s(z) = ∂ log p(x|z)/∂z of a model's decoder, and the derivatives of s along a direction, for the vertices
 * that move z along the slope ({@link DecoderDriven}).
 *
 * <p>{@link #slopeAt} runs the decoder from z to the likelihood's parameters and back. {@link #curvatureAt} computes
 * the Hessian-vector product H v, H = ∂² log p(x|z)/∂z², as a central difference of slopes with displacement h along
 * the unit vector e = v / ‖v‖: H v ≈ ‖v‖ (s(z + h e) − s(z − h e)) / (2 h). Its truncation error is of the order h²,
 * its rounding error of the order of the machine precision divided by h. The same backward pass yields the derivative
 * of vᵀs with respect to the decoder's weights.
 *
 * <p>These gradients of the weights are added to the network's gradient arrays, in which a step's own backward pass
 * through the decoder has written before. Not safe for use by several threads at once.
 */
final class DecoderSlopes {

    /** h in double precision: truncation and rounding are about equal near the cube root of the precision. */
    private static final double DOUBLE_DISTANCE = 1e-5;

    /** h in single precision, by the same rule. */
    private static final double FLOAT_DISTANCE = 1e-2;

    private final Likelihood likelihood;
    private final GraphBuffers buffers;
    private final DataType type;
    private final Kernels kernels;
    /** The network's nodes, with a backward pass that starts at the likelihood's parameters. */
    private final List<GraphNode> nodes;

    private final int from;
    private final int to;
    private final int condition;
    private final int latents;
    private final double distance;
    /** The network's gradient arrays of the decoder's weights. */
    private final List<Matrix> gradients = new ArrayList<>();
    /** The content of these arrays before a backward pass of this class, which overwrites them. */
    private final List<Matrix> saved = new ArrayList<>();

    private DecoderSlopes(CompiledGraph compiled, Section section) {
        this.likelihood = compiled.likelihood();
        this.type = compiled.graph().params().dataType();
        this.kernels = Kernels.of(type);
        this.from = section.from;
        this.to = section.to;
        this.condition = section.condition;
        this.distance = type == DataType.DOUBLE ? DOUBLE_DISTANCE : FLOAT_DISTANCE;
        List<GraphNode> all = compiled.nodes().stream().map(GraphNode::inner).toList();
        this.nodes = GradientFlow.of(all, Learning.everything(all), to).nodes();
        // Buffers of its own: these passes would otherwise evict those of training and evaluation.
        this.buffers = new GraphBuffers(all, type);
        Buffers layout = buffers.of(GraphPass.from(from, 2, to, GraphPass.Need.VALUES));
        this.latents = layout.outputs[from].columns() - condition;
        for (int i : layout.path) {
            requireSmooth(compiled, section.vertex, all.get(i));
            INDArray own = compiled.graph().getVertex(all.get(i).name()).getGradientsViewArray();
            if (own != null && own.length() > 0) {
                gradients.add(Matrix.row(own));
                saved.add(Matrix.allocate(type, 1, Math.toIntExact(own.length())));
            }
        }
    }

    /**
     * The decoder in a network.
     *
     * @param vertex the vertex that reads the slope
     * @param from index of the decoder's input
     * @param to index of the likelihood's parameters
     * @param condition columns of the condition, which follow the features in x and z in the decoder's input
     */
    private record Section(DecoderDriven vertex, int from, int to, int condition) {}

    /** Gives each vertex of a network that moves z along the slope access to the decoder. */
    static void bind(CompiledGraph compiled) {
        for (GraphNode node : compiled.nodes()) {
            if (node.inner() instanceof GraphNode.Join join && join.operation() instanceof DecoderDriven vertex) {
                DecoderSlopes slopes = new DecoderSlopes(compiled, section(compiled, vertex));
                vertex.use(slopes::of);
            }
        }
    }

    private static Section section(CompiledGraph compiled, DecoderDriven vertex) {
        Roles roles = Roles.of(compiled.graph());
        VariationalOutputLayer output = (VariationalOutputLayer)
                compiled.graph().getLayer(roles.objective()).conf().getLayer();
        return new Section(
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
                    "model.transforms: found " + vertex.transform() + " with \"" + node.name()
                            + "\" in the decoder, whose derivative is discontinuous (relu, hardtanh, maxout, max pooling),"
                            + " or which draws noise, depends on the batch as a whole or is no block of this library,"
                            + " expected smooth blocks that treat each example alone: set model.activation=softplus, or leave the transform out");
        }
    }

    /** The slopes for given examples x, which the condition follows. */
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

    /** s(z) of each row, column by column: row r belongs to example r mod examples. */
    private double[] slopeAt(Matrix examples, double[] z) {
        Buffers b = forward(examples, z, z.length / latents);
        kernels.scaleRows(b.gradients[to], constant(-1, b.gradients[to].rows()));
        saveGradients();
        for (int k = b.path.length - 1; k >= 0; k--) {
            nodes.get(b.path[k]).backwardToInput(b.outputs, b.gradients, b.path[k]);
        }
        restoreGradients();
        return latent(b.gradients[from]);
    }

    /** H v of each row; adds the derivative of Σ vᵀs with respect to the weights to the network's gradient arrays. */
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
        saveGradients();
        for (int k = b.path.length - 1; k >= 0; k--) {
            nodes.get(b.path[k]).backward(b.outputs, b.gradients, b.path[k]);
        }
        addSavedGradients();
        return folded(latent(b.gradients[from]), rows);
    }

    /** Computes the likelihood's parameters from z, and the gradient of -log p(x|z) with respect to them. */
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

    /** The columns of a gradient that belong to z, without those of the condition. */
    private double[] latent(Matrix gradient) {
        return kernels.values(gradient.columns(0, latents));
    }

    private void saveGradients() {
        for (int i = 0; i < saved.size(); i++) {
            kernels.copy(gradients.get(i), saved.get(i));
        }
    }

    private void restoreGradients() {
        for (int i = 0; i < saved.size(); i++) {
            kernels.copy(saved.get(i), gradients.get(i));
        }
    }

    private void addSavedGradients() {
        for (int i = 0; i < saved.size(); i++) {
            kernels.add(saved.get(i), gradients.get(i));
        }
    }

    private static double[] constant(double value, int length) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    /** A matrix of twice as many rows, {@code above} in its upper half and {@code below} in its lower half. */
    private static double[] stacked(double[] above, double[] below, int rows) {
        double[] result = new double[2 * above.length];
        for (int first = 0; first < above.length; first += rows) {
            System.arraycopy(above, first, result, 2 * first, rows);
            System.arraycopy(below, first, result, 2 * first + rows, rows);
        }
        return result;
    }

    /** The sum of the upper and the lower half of a matrix of {@code 2 rows} rows. */
    private static double[] folded(double[] stacked, int rows) {
        double[] result = new double[stacked.length / 2];
        for (int i = 0; i < result.length; i++) {
            int upper = i / rows * 2 * rows + i % rows;
            result[i] = stacked[upper] + stacked[upper + rows];
        }
        return result;
    }
}
