package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;

/**
 * The passes of {@link GyroplaneBlock}, Y = f(D): {@link Gyroplanes} computes the distances D of each row and plane,
 * and their gradients, for all of W, b and X.
 *
 * <p>The gradients with respect to W and X have two parts: through the product XW, with the gradient P of that,
 * ∂/∂W = Xᵀ·P and ∂/∂X = P·Wᵀ; and through ‖w‖ and λ, row by row and plane by plane.
 */
final class GyroplaneBlockImpl extends BlockImpl<GyroplaneBlock> {

    /** D, for the backward pass. */
    private final BatchMemory distances;

    private final BatchMemory products;

    GyroplaneBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        distances = new BatchMemory(dataType);
        products = new BatchMemory(dataType);
    }

    @Override
    public int outputColumns(int inputColumns) {
        Layers.requireColumns(layerConf(), inputColumns, weights.rows());
        return weights.columns();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        Gyroplanes planes = planes();
        Matrix d = distances.of(in.rows(), out.columns());
        kernels.write(planes.distances(points(planes, in)), d);
        kernels.copy(d, out);
        kernels.apply(out, layerConf().getNonlinearity());
    }

    private Gyroplanes planes() {
        return new Gyroplanes(layerConf().getBall(), kernels.values(weights), kernels.values(bias));
    }

    private Gyroplanes.Points points(Gyroplanes planes, Matrix in) {
        Matrix product = products.of(in.rows(), weights.columns());
        kernels.times(in, weights, product);
        return planes.points(kernels.values(in), in.rows(), kernels.values(product));
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        Nonlinearity f = layerConf().getNonlinearity();
        Matrix argument = f.needsInput() ? distances.of(out.rows(), out.columns()) : out;
        // Also sums the gradient into biasGradient, as for a bias that is added; the true one is written below.
        kernels.activationGradient(argument, f, outputGradient, biasGradient);
        Gyroplanes planes = planes();
        Gyroplanes.Points points = points(planes, in);
        Gyroplanes.Gradient gradient = planes.gradient(points, kernels.values(outputGradient));
        kernels.write(gradient.b(), biasGradient);
        // The contract lets outputGradient be scratch space, so P takes its memory.
        Matrix productGradient = outputGradient;
        kernels.write(gradient.product(), productGradient);
        kernels.transposedTimes(in, productGradient, weightGradient);
        double[] gradW = kernels.values(weightGradient);
        planes.addThroughLengths(gradient, kernels.values(weights), gradW);
        kernels.write(gradW, weightGradient);
        if (inputGradient.isWanted()) {
            inputGradient.receiveThrough(kernels, productGradient, weights);
            double[] gradX = kernels.values(inputGradient.matrix());
            planes.addThroughLambda(points, gradient, kernels.values(in), gradX);
            kernels.write(gradX, inputGradient.matrix());
        }
    }
}
