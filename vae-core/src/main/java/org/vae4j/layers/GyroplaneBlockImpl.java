package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;

/** See {@link GyroplaneBlock}: keeps what f is applied to. */
final class GyroplaneBlockImpl extends BlockImpl<GyroplaneBlock> {

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
        Planes planes = new Planes(in);
        int rows = in.rows();
        double[] result = new double[out.length()];
        for (int k = 0; k < planes.count(); k++) {
            for (int r = 0; r < rows; r++) {
                result[k * rows + r] = planes.lengths[k] * asinh(planes.sine(r, k)) / planes.root;
            }
        }
        Matrix kept = distances.of(rows, out.columns());
        kernels.write(result, kept);
        kernels.copy(kept, out);
        kernels.apply(out, layerConf().getNonlinearity());
    }

    private static double asinh(double x) {
        double size = Math.abs(x);
        return Math.copySign(Math.log1p(size + size * size / (1 + Math.sqrt(1 + size * size))), x);
    }

    /** What the rows of a batch have with each gyroplane. */
    private final class Planes {

        private final int rows;
        private final double root = Math.sqrt(layerConf().getBall().curvature());
        private final double[] w = kernels.values(weights);
        private final double[] lengths = new double[weights.columns()];
        private final double[] cosh = new double[weights.columns()];
        private final double[] sinh = new double[weights.columns()];
        /** XW. */
        private final double[] along;

        private final double[] lambda;
        private final double[] toLambda;

        private Planes(Matrix in) {
            rows = in.rows();
            Matrix product = products.of(rows, weights.columns());
            kernels.times(in, weights, product);
            along = kernels.values(product);
            lambda = lambda(kernels.values(in));
            toLambda = new double[rows];
            double[] b = kernels.values(bias);
            for (int k = 0; k < lengths.length; k++) {
                for (int j = 0; j < weights.rows(); j++) {
                    lengths[k] = Math.hypot(lengths[k], w[k * weights.rows() + j]);
                }
                // A plane without a direction is none: its output is 0 whatever is divided by.
                lengths[k] = Math.max(lengths[k], Float.MIN_NORMAL);
                cosh[k] = Math.cosh(root * b[k]);
                sinh[k] = Math.sinh(root * b[k]);
            }
        }

        private double[] lambda(double[] x) {
            double[] lambda = new double[rows];
            for (int i = 0; i < x.length; i++) {
                lambda[i % rows] += x[i] * x[i];
            }
            for (int r = 0; r < rows; r++) {
                lambda[r] = 2 / (1 - root * root * lambda[r]);
            }
            return lambda;
        }

        private int count() {
            return lengths.length;
        }

        /** √c xᵀw / ‖w‖. */
        private double height(int row, int k) {
            return root * along[k * rows + row] / lengths[k];
        }

        /** sinh(√c d). */
        private double sine(int row, int k) {
            return lambda[row] * height(row, k) * cosh[k] + (lambda[row] - 1) * sinh[k];
        }
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        Nonlinearity f = layerConf().getNonlinearity();
        Matrix kept = f.needsInput() ? distances.of(out.rows(), out.columns()) : out;
        kernels.activationGradient(kept, f, outputGradient, biasGradient);
        Planes planes = new Planes(in);
        int rows = in.rows();
        double[] g = kernels.values(outputGradient);
        double[] toAlong = new double[g.length];
        double[] toLength = new double[planes.count()];
        double[] toBias = new double[planes.count()];
        for (int k = 0; k < planes.count(); k++) {
            for (int r = 0; r < rows; r++) {
                int at = k * rows + r;
                double sine = planes.sine(r, k);
                double height = planes.height(r, k);
                double toSine = g[at] * planes.lengths[k] / (planes.root * Math.sqrt(1 + sine * sine));
                double toHeight = toSine * planes.lambda[r] * planes.cosh[k];
                toAlong[at] = toHeight * planes.root / planes.lengths[k];
                planes.toLambda[r] += toSine * (height * planes.cosh[k] + planes.sinh[k]);
                toLength[k] += g[at] * asinh(sine) / planes.root - toHeight * height / planes.lengths[k];
                toBias[k] += toSine
                        * planes.root
                        * (planes.lambda[r] * height * planes.sinh[k] + (planes.lambda[r] - 1) * planes.cosh[k]);
            }
        }
        kernels.write(toBias, biasGradient);
        kernels.write(toAlong, outputGradient);
        weightGradient(in, outputGradient, planes, toLength);
        if (inputGradient.isWanted()) {
            inputGradient(in, outputGradient, planes, inputGradient);
        }
    }

    private void weightGradient(Matrix in, Matrix toAlong, Planes planes, double[] toLength) {
        kernels.transposedTimes(in, toAlong, weightGradient);
        double[] found = kernels.values(weightGradient);
        for (int i = 0; i < found.length; i++) {
            int k = i / weights.rows();
            found[i] += toLength[k] * planes.w[i] / planes.lengths[k];
        }
        kernels.write(found, weightGradient);
    }

    /** dλ/dx = c λ² x. */
    private void inputGradient(Matrix in, Matrix toAlong, Planes planes, GradientTarget inputGradient) {
        inputGradient.receiveThrough(kernels, toAlong, weights);
        Matrix target = inputGradient.matrix();
        double[] x = kernels.values(in);
        double[] found = kernels.values(target);
        for (int i = 0; i < found.length; i++) {
            double lambda = planes.lambda[i % planes.rows];
            found[i] += planes.toLambda[i % planes.rows] * planes.root * planes.root * lambda * lambda * x[i];
        }
        kernels.write(found, target);
    }
}
