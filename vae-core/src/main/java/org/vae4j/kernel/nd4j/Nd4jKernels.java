package org.vae4j.kernel.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.AdamStep;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.kernel.PointwiseLoss;
import org.vae4j.kernel.Rows;
import org.vae4j.kernel.patch.PatchGrid;
import org.vae4j.math.StableMath;

/**
 * The kernels as plain ND4J operations: right on every backend and in both precisions, and what the CPU's kernels are
 * tested against.
 */
public final class Nd4jKernels implements Kernels {

    @Override
    public boolean serves(DataType type) {
        return type == DataType.FLOAT || type == DataType.DOUBLE;
    }

    @Override
    public void gemm(Rows a, boolean transposeA, Rows b, boolean transposeB, boolean accumulate, Rows c) {
        Rows.requireProduct(a, transposeA, b, transposeB, c);
        if (c.isAll()) {
            Nd4j.gemm(a.array(), b.array(), c.array(), transposeA, transposeB, 1.0, accumulate ? 1.0 : 0.0);
            return;
        }
        // ND4J takes only whole matrices for results.
        INDArray product = Nd4j.gemm(a.array(), b.array(), transposeA, transposeB);
        if (accumulate) {
            c.array().addi(product);
        } else {
            c.array().assign(product);
        }
    }

    @Override
    public void im2col(PatchGrid grid, int firstRow, Matrix images, Matrix patches) {
        patches.array().assign(0);
        Nd4jPatches.forEachKernelPixel(grid, firstRow, images, patches, (pixels, values) -> values.assign(pixels));
    }

    @Override
    public void col2im(PatchGrid grid, int firstRow, Matrix patches, Matrix images) {
        Nd4jPatches.forEachKernelPixel(grid, firstRow, images, patches, (pixels, values) -> pixels.addi(values));
    }

    @Override
    public void addBiasAndActivate(Matrix y, Matrix bias, Nonlinearity f) {
        y.array().addiRowVector(bias.array());
        apply(y, f);
    }

    @Override
    public void activationGradient(Matrix y, Nonlinearity f, Matrix gradient, Matrix biasGradient) {
        if (f != Nonlinearity.IDENTITY) {
            gradient.array().muli(derivative(f, y.array()));
        }
        biasGradient.array().assign(gradient.array().sum(true, 0));
    }

    private static INDArray derivative(Nonlinearity f, INDArray y) {
        INDArray positive = y.gt(0).castTo(y.dataType());
        return switch (f) {
            case IDENTITY -> Nd4j.onesLike(y);
            case RELU -> positive;
            case LEAKY_RELU, LEAKY_RELU_20 -> positive.mul(1 - f.leak()).addi(f.leak());
            case TANH -> y.mul(y).rsubi(1);
            case SIGMOID -> y.rsub(1).muli(y);
            case SOFTPLUS -> Transforms.expm1(y.neg(), false).negi();
            case ELU -> Transforms.min(y, 0, true).addi(1);
            case SWISH -> {
                INDArray s = Transforms.sigmoid(y, true);
                yield s.rsub(1).muli(y).addi(1).muli(s);
            }
            case GELU -> {
                INDArray density = Transforms.exp(y.mul(y).muli(-0.5), false).divi(Math.sqrt(2 * Math.PI));
                yield density.muli(y).addi(normalDistribution(y));
            }
            case HARDTANH -> Transforms.abs(y, true).lt(1).castTo(y.dataType());
            case UNIT_CLAMP -> positive.muli(y.lt(1).castTo(y.dataType()));
        };
    }

    private static INDArray normalDistribution(INDArray x) {
        INDArray scaled = x.div(Math.sqrt(2));
        return Nd4j.exec(new Erf(scaled, scaled)).addi(1).muli(0.5);
    }

    @Override
    public void apply(Matrix matrix, Nonlinearity f) {
        INDArray x = matrix.array();
        switch (f) {
            case IDENTITY -> {}
            case RELU -> x.assign(positivePart(x));
            case LEAKY_RELU, LEAKY_RELU_20 -> x.assign(Transforms.max(x, x.mul(f.leak()), true));
            case TANH -> Transforms.tanh(x, false);
            case SIGMOID -> Transforms.sigmoid(x, false);
            case SOFTPLUS -> x.assign(softplus(x));
            case ELU ->
                x.assign(Transforms.expm1(Transforms.min(x, 0, true), false).addi(positivePart(x)));
            case SWISH -> x.muli(Transforms.sigmoid(x, true));
            case GELU -> x.muli(normalDistribution(x));
            case HARDTANH -> {
                INDArray one = x.mul(0).addi(1);
                x.assign(Transforms.min(Transforms.max(x, one.neg(), true), one, true));
            }
            case UNIT_CLAMP -> x.assign(Transforms.min(positivePart(x), x.mul(0).addi(1), true));
        }
    }

    /** max(x, 0), by a product because ND4J's max(NaN, 0) is 0, which would hide that a training has failed. */
    private static INDArray positivePart(INDArray x) {
        return Transforms.max(x, x.mul(0), true);
    }

    /** Overflowed logits as the largest number there is, so that l - l·x is 0 at x = 1 and not NaN; NaN stays. */
    private static INDArray finite(Matrix logits) {
        INDArray l = logits.array();
        double largest = logits.type() == DataType.DOUBLE ? Double.MAX_VALUE : Float.MAX_VALUE;
        return l.isInfinite().any() ? Transforms.max(Transforms.min(l, largest, true), -largest, false) : l;
    }

    private static INDArray softplus(INDArray x) {
        INDArray tail = Transforms.exp(Transforms.abs(x, true).negi(), false);
        return Transforms.log1p(tail, false).addi(Transforms.max(x, 0, true));
    }

    @Override
    public void sampleGaussian(Matrix posterior, Matrix noise, Matrix z) {
        int n = z.columns();
        INDArray sigma = Transforms.exp(posterior.columns(n, 2 * n).array().mul(0.5), false);
        z.array().assign(sigma.muli(noise.array()).addi(posterior.columns(0, n).array()));
    }

    @Override
    public void sampleGaussianGradient(
            Matrix posterior, Matrix z, Matrix zGradient, Matrix posteriorGradient, Accumulate accumulate) {
        int n = z.columns();
        INDArray toMean = posteriorGradient.columns(0, n).array();
        INDArray toLogVar = posteriorGradient.columns(n, 2 * n).array();
        INDArray logVarGradient = z.array()
                .sub(posterior.columns(0, n).array())
                .muli(zGradient.array())
                .muli(0.5);
        if (accumulate == Accumulate.YES) {
            toMean.addi(zGradient.array());
            toLogVar.addi(logVarGradient);
        } else {
            toMean.assign(zGradient.array());
            toLogVar.assign(logVarGradient);
        }
    }

    @Override
    public void bernoulli(Matrix x, Matrix logits, double[] negLogLikelihood, Matrix gradient) {
        bernoulliValue(x, logits, negLogLikelihood);
        gradient.array().assign(Transforms.sigmoid(logits.array(), true).subi(repeated(x, logits.rows())));
    }

    @Override
    public void bernoulliValue(Matrix x, Matrix logits, double[] negLogLikelihood) {
        INDArray l = finite(logits);
        storeRowSums(softplus(l).subi(l.mul(repeated(x, logits.rows()))), negLogLikelihood);
    }

    @Override
    public void gaussian(Matrix x, Matrix mean, double logVariance, double[] negLogLikelihood, Matrix gradient) {
        double precision = Math.exp(-logVariance);
        INDArray difference = mean.array().sub(repeated(x, mean.rows()));
        storeRowSums(
                difference.mul(difference).muli(precision / 2).addi((logVariance + StableMath.LOG_TWO_PI) / 2),
                negLogLikelihood);
        gradient.array().assign(difference.muli(precision));
    }

    @Override
    public void heteroscedasticGaussian(
            Matrix x, Matrix meanAndLogVariance, double floor, double[] negLogLikelihood, Matrix gradient) {
        int d = x.columns();
        INDArray given = meanAndLogVariance.columns(d, 2 * d).array();
        INDArray v = Transforms.max(given, floor, true);
        INDArray precision = Transforms.exp(v.neg(), false);
        INDArray difference = meanAndLogVariance.columns(0, d).array().sub(repeated(x, meanAndLogVariance.rows()));
        INDArray halfSquare = difference.mul(difference).muli(precision).muli(0.5);
        storeRowSums(halfSquare.add(v.mul(0.5)).addi(StableMath.LOG_TWO_PI / 2), negLogLikelihood);
        gradient.columns(0, d).array().assign(difference.muli(precision));
        INDArray toLogVariance = halfSquare.rsubi(0.5);
        INDArray below = given.lt(floor).castTo(given.dataType());
        INDArray downwards = Transforms.max(toLogVariance, 0, true).muli(below);
        gradient.columns(d, 2 * d).array().assign(toLogVariance.subi(downwards));
    }

    @Override
    public void pointwise(Matrix x, Matrix parameters, PointwiseLoss loss, double[] losses, Matrix gradient) {
        Nd4jPointwise.pointwise(this, x, parameters, loss, losses, gradient);
    }

    @Override
    public double[] extremes(Matrix matrix) {
        INDArray values = matrix.array();
        if (values.isNaN().any()) {
            return new double[] {Double.NaN, Double.NaN};
        }
        return new double[] {
            values.minNumber().doubleValue(), values.maxNumber().doubleValue()
        };
    }

    /** The examples one after the other, again and again, up to the number of rows. */
    private static INDArray repeated(Matrix x, int rows) {
        return rows == x.rows() ? x.array() : Nd4j.tile(x.array(), rows / x.rows(), 1);
    }

    private static void storeRowSums(INDArray terms, double[] target) {
        double[] sums = terms.sum(1).toDoubleVector();
        System.arraycopy(sums, 0, target, 0, sums.length);
    }

    @Override
    public void scaleRows(Matrix gradient, double[] weights) {
        INDArray column = Nd4j.createFromArray(Arrays.copyOf(weights, gradient.rows()))
                .reshape(gradient.rows(), 1)
                .castTo(gradient.type());
        gradient.array().muliColumnVector(column);
    }

    @Override
    public void repeatRows(Matrix from, Matrix to) {
        to.array().assign(repeated(from, to.rows()));
    }

    @Override
    public void sumRepeatedRows(Matrix from, Matrix to, Accumulate accumulate) {
        if (accumulate == Accumulate.NO) {
            to.array().assign(0);
        }
        for (int row = 0; row < from.rows(); row += to.rows()) {
            to.array().addi(from.array().get(NDArrayIndex.interval(row, row + to.rows()), NDArrayIndex.all()));
        }
    }

    @Override
    public void fill(Matrix matrix, double value) {
        matrix.array().assign(value);
    }

    @Override
    public void copy(Matrix from, Matrix to) {
        to.array().assign(from.array());
    }

    @Override
    public void copy(Rows from, Matrix to) {
        to.array().assign(from.array());
    }

    @Override
    public void copy(Matrix from, Rows to) {
        to.array().assign(from.array());
    }

    @Override
    public void add(Matrix from, Matrix to) {
        to.array().addi(from.array());
    }

    @Override
    public void read(Matrix from, double[] to) {
        double[] values = from.array().dup('f').data().asDouble();
        System.arraycopy(values, 0, to, 0, from.length());
    }

    @Override
    public void write(double[] from, Matrix to) {
        double[] values = Arrays.copyOf(from, to.length());
        to.array().assign(Nd4j.create(values, new long[] {to.rows(), to.columns()}, 'f'));
    }

    @Override
    public void adam(AdamStep step, Matrix parameters, Matrix gradient, Matrix firstMoment, Matrix secondMoment) {
        Nd4jUpdates.adam(step, parameters, gradient, firstMoment, secondMoment);
    }

    @Override
    public void blend(double keep, Matrix target, double factor, Matrix source) {
        Nd4jUpdates.blend(keep, target, factor, source);
    }

    @Override
    public void blendSquares(double keep, Matrix target, double factor, Matrix source) {
        Nd4jUpdates.blendSquares(keep, target, factor, source);
    }

    @Override
    public void decayingMaximum(double keep, Matrix target, double factor, Matrix source) {
        Nd4jUpdates.decayingMaximum(keep, target, factor, source);
    }

    @Override
    public void divide(Matrix target, Matrix divisor, double epsilon) {
        Nd4jUpdates.divide(target, divisor, epsilon);
    }

    @Override
    public void divideByRoot(Matrix target, Matrix square, double epsilon) {
        Nd4jUpdates.divideByRoot(target, square, epsilon);
    }

    @Override
    public void divideByDeviation(Matrix target, Matrix square, Matrix mean, double epsilon) {
        Nd4jUpdates.divideByDeviation(target, square, mean, epsilon);
    }

    @Override
    public void clamp(Matrix matrix, double limit) {
        Nd4jUpdates.clamp(matrix, limit);
    }

    @Override
    public double sumOfSquares(Matrix matrix) {
        return Nd4jUpdates.sumOfSquares(matrix);
    }

    @Override
    public void multiply(Matrix a, Matrix b, Matrix product) {
        product.array().assign(a.array().mul(b.array()));
    }

    @Override
    public void indicate(Matrix x, double threshold, double value) {
        x.array().assign(x.array().gt(threshold).castTo(x.type()).muli(value));
    }

    @Override
    public void sums(Matrix x, Lines lines, double[] sums) {
        Nd4jLines.sums(x, lines, sums);
    }

    @Override
    public void products(Matrix a, Matrix b, Lines lines, double[] sums) {
        Nd4jLines.products(a, b, lines, sums);
    }

    @Override
    public void moments(Matrix x, Lines lines, double[] means, double[] variances) {
        Nd4jLines.moments(x, lines, means, variances);
    }

    @Override
    public void centreAndScale(Matrix x, Lines lines, double[] centres, double[] scales, Matrix y) {
        Nd4jLines.centreAndScale(x, lines, centres, scales, y);
    }

    @Override
    public void scaleAndShift(Matrix x, Lines lines, double[] scales, double[] shifts, Matrix y) {
        Nd4jLines.scaleAndShift(x, lines, scales, shifts, y);
    }

    @Override
    public void addScaled(Matrix x, Lines lines, double[] scales, Matrix y) {
        Nd4jLines.addScaled(x, lines, scales, y);
    }

    @Override
    public void maxPool(PatchGrid grid, Matrix images, Matrix pooled) {
        Nd4jPools.maxPool(grid, images, pooled);
    }

    @Override
    public void maxPoolGradient(
            PatchGrid grid, Matrix images, Matrix pooled, Matrix pooledGradient, Matrix imagesGradient) {
        Nd4jPools.maxPoolGradient(grid, images, pooled, pooledGradient, imagesGradient);
    }

    @Override
    public void sumPool(PatchGrid grid, Matrix images, Matrix pooled) {
        Nd4jPools.sumPool(grid, images, pooled);
    }

    @Override
    public void spread(PatchGrid grid, Matrix pooled, Matrix images) {
        Nd4jPools.spread(grid, pooled, images);
    }
}
