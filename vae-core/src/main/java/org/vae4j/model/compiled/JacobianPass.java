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
 * The passes that measure a {@link Jacobian} at the rows of a training or evaluation pass, and go back through what
 * they measured.
 *
 * <p>The rows of such a pass are displaced copies: a + h v of all directions and, below them, a - h v. Layers may keep
 * from a forward pass what their backward pass reads, so the order in a step is: the step's forward pass, this pass
 * forward, this pass backward, the step's forward pass on this part of the network anew, the step's backward pass. Not
 * safe for use by several threads at once.
 */
final class JacobianPass {

    private final Jacobian jacobian;
    private final GraphBuffers buffers;
    private final Kernels kernels;
    private final DataType type;
    /** The network's nodes with the backward pass that begins at {@link #to}. */
    private final List<GraphNode> nodes;

    private final int from;
    private final int to;
    /** Columns of what the last node puts out, from the first on. */
    private final int measured;
    /** Gradients of the parameters on the way, and room for those of this pass. */
    private final List<Matrix> gradients = new ArrayList<>();

    private final List<Matrix> kept = new ArrayList<>();
    /** The last pass, how many rows it measured at, and its differences, with what their squares count for. */
    private Buffers last;

    private int rows;
    private Matrix differences;
    private double scale;

    /**
     * Where a function begins and ends in a network.
     *
     * @param from node that is displaced
     * @param to node whose change is measured
     * @param measured how many of its columns, from the first on; 0: all
     */
    record Way(int from, int to, int measured) {}

    JacobianPass(CompiledGraph compiled, Jacobian jacobian, Way way) {
        this.jacobian = jacobian;
        this.buffers = compiled.buffers();
        this.type = compiled.graph().params().dataType();
        this.kernels = Kernels.of(type);
        this.from = way.from;
        this.to = way.to;
        this.measured = way.measured;
        List<GraphNode> all = compiled.nodes().stream().map(GraphNode::inner).toList();
        GradientFlow flow = GradientFlow.of(all, Learning.everything(all), to);
        this.nodes = flow.nodes();
        for (int i : buffers.of(GraphPass.from(from, 2, to, GraphPass.Need.VALUES)).path) {
            requireAlone(compiled, all.get(i));
            INDArray own = compiled.graph().getVertex(all.get(i).name()).getGradientsViewArray();
            if (own != null && own.length() > 0) {
                gradients.add(Matrix.row(own));
                kept.add(Matrix.allocate(type, 1, Math.toIntExact(own.length())));
            }
        }
        if (!flow.lossy().isEmpty()) {
            throw new IllegalArgumentException("objective.terms: found " + jacobian.name() + " in a network that joins "
                    + flow.lossy() + " of what it uses elsewhere too, expected a chain of layers");
        }
    }

    private void requireAlone(CompiledGraph compiled, GraphNode node) {
        if (!node.perExample() || node.rowsTogether() > 1 || compiled.drawsNoise(node.name())) {
            throw new IllegalArgumentException("objective.terms: found " + jacobian.name() + ", and that \""
                    + node.name() + "\" draws noise or looks at a batch as a whole, expected blocks that treat each"
                    + " example alone, such as layerNorm: leave out the block or the term");
        }
    }

    /**
     * Measures the norms.
     *
     * @param step the pass at whose rows they are measured
     * @param directions their noise
     * @param batch its column of this Jacobian's name is overwritten
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

    private Matrix window(Matrix output) {
        return measured == 0 ? output : output.columns(0, measured);
    }

    /** f(a + h v) - f(a - h v). */
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

    /** Each row's norm; an encoder's, which belongs to an example, to the rows of all its draws. */
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
     * Goes back from what the norms count for.
     *
     * @param batch the gradient of the norms is read; that of z is added to where z was displaced
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
        for (int i = 0; i < kept.size(); i++) {
            kernels.copy(gradients.get(i), kept.get(i));
        }
        if (jacobian.of() == Jacobian.Of.DECODER) {
            addTo(batch.latents().get(0).z());
        }
    }

    /** The derivative of the objective by each difference, over the difference. */
    private double[] weights(Columns norms, int half) {
        double[] perRow = new double[rows];
        for (int r = 0; r < norms.rows(); r++) {
            perRow[r % rows] += 2 * scale * norms.gradient()[r];
        }
        double[] weights = new double[half];
        Arrays.setAll(weights, i -> perRow[i % rows]);
        return weights;
    }

    private void addTo(Columns z) {
        Matrix sum = Matrix.allocate(type, rows, z.count());
        kernels.sumRepeatedRows(last.gradients[from], sum, Accumulate.NO);
        double[] values = kernels.values(sum);
        for (int i = 0; i < values.length; i++) {
            z.gradient()[i] += values[i];
        }
    }

    /**
     * Computes a pass's part of the network anew, whose layers kept what they need of this pass instead.
     *
     * @param step the pass that was given to {@link #measure}
     */
    void restore(Buffers step) {
        for (int i : last.path) {
            nodes.get(i).forward(step.outputs, i);
        }
    }

    /** Adds the parameters' gradients of this pass to those of the step's own backward pass. */
    void addGradients() {
        for (int i = 0; i < kept.size(); i++) {
            kernels.add(kept.get(i), gradients.get(i));
        }
    }
}
