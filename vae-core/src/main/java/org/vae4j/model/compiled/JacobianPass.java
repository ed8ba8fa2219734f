package org.vae4j.model.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.model.compiled.GraphBuffers.Buffers;
import org.vae4j.model.driven.JacobianDirections;
import org.vae4j.model.plan.GradientFlow;
import org.vae4j.model.plan.GraphNode;
import org.vae4j.model.plan.Learning;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.jacobian.Jacobian;

/**
 * Estimates the squared Frobenius norm of a {@link Jacobian} by central differences, and computes the gradients of the
 * estimate.
 *
 * <p>With f the function from node {@code from} to node {@code to}, a row a of {@code from}, step h, and K directions
 * v_k, the estimate is N(a) = s Σ_k ‖d_k‖², d_k = f(a + h v_k) − f(a − h v_k), with the scale s = 1 / (4 h²) for the
 * unit vectors as directions and s = 1 / (4 h² K) for K random directions of signs ±1.
 *
 * <p>With g = ∂objective/∂N(a), the gradients with respect to f(a ± h v_k) are ±2 s g d_k; the network's backward pass
 * leads them to a and to the parameters. A displaced row counts for row {@code i mod rows} of the step's pass: the
 * first half of the displaced rows are a + h v_k, direction after direction, and the second half a − h v_k in the same
 * order.
 *
 * <p>Layers keep from a forward pass what their backward pass reads. A step therefore runs its own forward pass, {@link
 * #measure}, {@link #backward}, {@link #restore}, its own backward pass, and {@link #addGradients}, in this order. Not
 * safe for use by several threads at once.
 */
final class JacobianPass {

    private final Jacobian jacobian;
    private final GraphBuffers buffers;
    private final Kernels kernels;
    private final DataType type;
    /** The network's nodes, with a backward pass that starts at {@link #to}. */
    private final List<GraphNode> nodes;

    private final int from;
    private final int to;
    /** The number of leading columns of the output of {@link #to} that belong to f; 0 for all. */
    private final int columns;
    /** The network's gradient arrays of the parameters between {@link #from} and {@link #to}. */
    private final List<Matrix> gradients = new ArrayList<>();
    /** The same gradients as this pass's backward pass computed them. */
    private final List<Matrix> ownGradients = new ArrayList<>();
    /** The buffers of the last measurement. */
    private Buffers last;
    /** The rows of the step's pass at the last measurement. */
    private int rows;
    /** d_k of the last measurement, row by row; {@link #backward} overwrites them. */
    private Matrix differences;
    /** s of the last measurement. */
    private double scale;

    /**
     * The function f in a network.
     *
     * @param from index of the node whose activations are f's argument
     * @param to index of the node whose activations are f's value
     * @param columns the number of leading columns of {@code to} that belong to f; 0 for all
     */
    record Section(int from, int to, int columns) {}

    /**
     * Prepares the passes of one Jacobian.
     *
     * @throws IllegalArgumentException when a layer of f draws noise or depends on the batch as a whole, or f is no
     *     chain of layers
     */
    JacobianPass(CompiledGraph compiled, Jacobian jacobian, Section section) {
        this.jacobian = jacobian;
        this.buffers = compiled.buffers();
        this.type = compiled.graph().params().dataType();
        this.kernels = Kernels.of(type);
        this.from = section.from;
        this.to = section.to;
        this.columns = section.columns;
        List<GraphNode> all = compiled.nodes().stream().map(GraphNode::inner).toList();
        GradientFlow flow = GradientFlow.of(all, Learning.everything(all), to);
        this.nodes = flow.nodes();
        for (int i : buffers.of(GraphPass.from(from, 2, to, GraphPass.Need.VALUES)).path) {
            requireAlone(compiled, all.get(i));
            INDArray own = compiled.graph().getVertex(all.get(i).name()).getGradientsViewArray();
            if (own != null && own.length() > 0) {
                gradients.add(Matrix.row(own));
                ownGradients.add(Matrix.allocate(type, 1, Math.toIntExact(own.length())));
            }
        }
        if (!flow.lossy().isEmpty()) {
            throw new IllegalArgumentException(
                    "objective.terms: found " + jacobian.name() + " in a network whose vertices " + flow.lossy()
                            + " join activations that other vertices read too, expected a chain of layers");
        }
    }

    private void requireAlone(CompiledGraph compiled, GraphNode node) {
        if (!node.perExample() || node.rowsTogether() > 1 || compiled.drawsNoise(node.name())) {
            throw new IllegalArgumentException("objective.terms: found " + jacobian.name() + " with \""
                    + node.name()
                    + "\", which draws noise or depends on the batch as a whole, expected blocks that treat each"
                    + " example alone, such as layerNorm: leave out the block or the term");
        }
    }

    /**
     * Computes N(a) for each row a of {@code from} in a pass.
     *
     * @param step the pass, after its forward pass
     * @param directions the directions v_k
     * @param batch the values of its auxiliary column of this Jacobian's name are overwritten with N(a)
     */
    void measure(Buffers step, JacobianDirections directions, LatentBatch batch) {
        Matrix at = step.outputs[from];
        rows = at.rows();
        int dimensions = at.columns();
        int probes = jacobian.probes() == 0 ? dimensions : jacobian.probes();
        int half = Math.multiplyExact(rows, probes);
        last = buffers.of(GraphPass.from(from, 2 * half, to, GraphPass.Need.GRADIENTS));
        if (from == 0) {
            last.outputs[0] = Matrix.allocate(type, 2 * half, dimensions);
        }
        Matrix displaced = last.outputs[from];
        Matrix displacement = Matrix.allocate(type, 2 * half, dimensions);
        kernels.write(directions.displacements(jacobian, rows, dimensions), displacement);
        kernels.repeatRows(at, displaced);
        kernels.add(displacement, displaced);
        for (int i : last.path) {
            nodes.get(i).forward(last.outputs, i);
        }
        differences = differences(window(last.outputs[to]), half);
        double share = jacobian.probes() == 0 ? 1 : 1.0 / probes;
        scale = share / (4 * jacobian.step() * jacobian.step());
        write(batch.auxiliary(jacobian.name()));
    }

    /** The columns of an output, or of its gradient, that belong to f. */
    private Matrix window(Matrix output) {
        return columns == 0 ? output : output.columns(0, columns);
    }

    /** d_k of each displaced pair, {@code [half, columns]}. */
    private Matrix differences(Matrix values, int half) {
        Matrix above = Matrix.allocate(type, half, values.columns());
        Matrix below = Matrix.allocate(type, half, values.columns());
        kernels.copy(values.rows(0, half), above);
        kernels.copy(values.rows(half, half), below);
        kernels.addScaled(below, Lines.COLUMNS, constant(-1, values.columns()), above);
        return above;
    }

    private static double[] constant(double value, int length) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    /** Writes N(a) for each row of the batch: that of an encoder's row is written for all draws of its example. */
    private void write(Columns norms) {
        double[] squares = new double[differences.rows()];
        kernels.products(differences, differences, Lines.ROWS, squares);
        double[] sums = new double[rows];
        for (int i = 0; i < squares.length; i++) {
            sums[i % rows] += squares[i];
        }
        Arrays.setAll(norms.values(), r -> scale * sums[r % rows]);
    }

    /**
     * Runs the backward pass of the last measurement, which overwrites the network's gradient arrays on the way; what
     * it computed there is kept for {@link #addGradients}.
     *
     * @param batch the gradient of its auxiliary column is read; for a decoder's Jacobian the gradient with respect to
     *     the displaced z is added to that of z
     */
    void backward(LatentBatch batch) {
        int half = differences.rows();
        kernels.scaleRows(differences, weights(batch.auxiliary(jacobian.name()), half));
        Matrix target = last.gradients[to];
        kernels.fill(target, 0);
        kernels.copy(differences, window(target).rows(0, half));
        kernels.scaleRows(differences, constant(-1, half));
        kernels.copy(differences, window(target).rows(half, half));
        for (int k = last.path.length - 1; k >= 0; k--) {
            nodes.get(last.path[k]).backward(last.outputs, last.gradients, last.path[k]);
        }
        for (int i = 0; i < ownGradients.size(); i++) {
            kernels.copy(gradients.get(i), ownGradients.get(i));
        }
        if (jacobian.of() == Jacobian.Of.DECODER) {
            addDisplacedGradient(batch.latents().get(0).z());
        }
    }

    /** 2 s g for each displaced pair, with g summed over the rows of the batch that hold the same N(a). */
    private double[] weights(Columns norms, int half) {
        double[] perRow = new double[rows];
        for (int r = 0; r < norms.rows(); r++) {
            perRow[r % rows] += 2 * scale * norms.gradient()[r];
        }
        double[] weights = new double[half];
        Arrays.setAll(weights, i -> perRow[i % rows]);
        return weights;
    }

    private void addDisplacedGradient(Columns z) {
        Matrix sum = Matrix.allocate(type, rows, z.count());
        kernels.sumRepeatedRows(last.gradients[from], sum, Accumulate.NO);
        double[] values = kernels.values(sum);
        for (int i = 0; i < values.length; i++) {
            z.gradient()[i] += values[i];
        }
    }

    /**
     * Repeats the step's forward pass from {@code from} to {@code to}, so that its layers keep what the step's backward
     * pass reads.
     *
     * @param step the pass that was given to {@link #measure}
     */
    void restore(Buffers step) {
        for (int i : last.path) {
            nodes.get(i).forward(step.outputs, i);
        }
    }

    /** Adds the gradients of this pass's parameters to those that the step's backward pass has written. */
    void addGradients() {
        for (int i = 0; i < ownGradients.size(); i++) {
            kernels.add(ownGradients.get(i), gradients.get(i));
        }
    }
}
