package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;

/** See {@link GyroplaneBlock} for the formula and {@link Gyroplanes} for its arithmetic. */
final class GyroplaneBlockImpl extends BlockImpl<GyroplaneBlock> {

    /** What f is applied to, for the backward pass. */
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
        Matrix kept = distances.of(in.rows(), out.columns());
        kernels.write(planes.distances(points(planes, in)), kept);
        kernels.copy(kept, out);
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
        Matrix kept = f.needsInput() ? distances.of(out.rows(), out.columns()) : out;
        // What this sums into biasGradient is right where b is added to the output: here it is overwritten below.
        kernels.activationGradient(kept, f, outputGradient, biasGradient);
        Gyroplanes planes = planes();
        Gyroplanes.Points points = points(planes, in);
        Gyroplanes.Gradient gradient = planes.gradient(points, kernels.values(outputGradient));
        kernels.write(gradient.b(), biasGradient);
        // The caller leaves outputGradient as scratch space.
        Matrix toProducts = outputGradient;
        kernels.write(gradient.products(), toProducts);
        kernels.transposedTimes(in, toProducts, weightGradient);
        double[] toWeights = kernels.values(weightGradient);
        planes.addThroughLengths(gradient, kernels.values(weights), toWeights);
        kernels.write(toWeights, weightGradient);
        if (inputGradient.isWanted()) {
            inputGradient.receiveThrough(kernels, toProducts, weights);
            double[] toInput = kernels.values(inputGradient.matrix());
            planes.addThroughLambda(points, gradient, kernels.values(in), toInput);
            kernels.write(toInput, inputGradient.matrix());
        }
    }
}
