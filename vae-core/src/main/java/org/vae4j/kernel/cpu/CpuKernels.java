package org.vae4j.kernel.cpu;

import static org.vae4j.kernel.cpu.Tile.forEachTile;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.AdamStep;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.kernel.PointwiseLoss;
import org.vae4j.kernel.Rows;
import org.vae4j.kernel.patch.PatchGrid;
import org.vae4j.kernel.product.Gemm;

/**
 * The kernels for floats on the CPU: BLAS called directly, and everything else in one pass over blocks that fit the
 * first-level cache.
 *
 * <p>The passes go through arrays on the heap because the JIT compiler vectorises loops over those and not over native
 * memory; copying a block in and out costs far less than that gains (docs/performance.md).
 */
public final class CpuKernels implements Kernels {

    @Override
    public boolean serves(DataType type) {
        return type == DataType.FLOAT
                && Nd4j.getBackend() != null
                && Nd4j.getBackend().getClass().getSimpleName().equals("CpuBackend");
    }

    @Override
    public void gemm(Rows a, boolean transposeA, Rows b, boolean transposeB, boolean accumulate, Rows c) {
        Rows.requireProduct(a, transposeA, b, transposeB, c);
        new Gemm(a, transposeA, b, transposeB, c).multiply(accumulate);
    }

    @Override
    public void im2col(PatchGrid grid, int firstRow, Matrix images, Matrix patches) {
        CpuPatches.im2col(grid, firstRow, images, patches);
    }

    @Override
    public void col2im(PatchGrid grid, int firstRow, Matrix patches, Matrix images) {
        CpuPatches.col2im(grid, firstRow, patches, images);
    }

    @Override
    public void addBiasAndActivate(Matrix y, Matrix bias, Nonlinearity f) {
        Scratch s = Scratch.get();
        float[] shift = new float[bias.length()];
        bias.get(0, shift, shift.length);
        forEachTile(y.rows(), y.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            y.get(offset, s.a, n);
            for (int j = 0; j < columns; j++) {
                BlockMath.addConstant(s.a, j * rows, (j + 1) * rows, shift[column + j]);
            }
            s.math.apply(f, s.a, s.b, n);
            y.put(offset, s.a, n);
        });
    }

    @Override
    public void activationGradient(Matrix y, Nonlinearity f, Matrix gradient, Matrix biasGradient) {
        Scratch s = Scratch.get();
        float[] sums = new float[gradient.columns()];
        forEachTile(gradient.rows(), gradient.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            gradient.get(offset, s.a, n);
            if (f != Nonlinearity.IDENTITY) {
                y.get(offset, s.b, n);
                s.math.multiplyByDerivative(f, s.b, s.a, s.c, n);
                gradient.put(offset, s.a, n);
            }
            for (int j = 0; j < columns; j++) {
                sums[column + j] += VectorMath.sum(s.a, j * rows, (j + 1) * rows);
            }
        });
        biasGradient.put(0, sums, sums.length);
    }

    @Override
    public void apply(Matrix matrix, Nonlinearity f) {
        Scratch s = Scratch.get();
        forEachTile(matrix.rows(), matrix.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            matrix.get(offset, s.a, n);
            s.math.apply(f, s.a, s.b, n);
            matrix.put(offset, s.a, n);
        });
    }

    @Override
    public void sampleGaussian(Matrix posterior, Matrix noise, Matrix z) {
        Scratch s = Scratch.get();
        int logVarOffset = z.length();
        forEachTile(z.rows(), z.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            posterior.get(offset, s.a, n);
            posterior.get(logVarOffset + offset, s.b, n);
            noise.get(offset, s.c, n);
            for (int i = 0; i < n; i++) {
                s.b[i] *= 0.5f;
            }
            s.math.exp(s.b, s.d, n);
            BlockMath.multiplyAdd(s.b, s.c, s.a, n);
            z.put(offset, s.a, n);
        });
    }

    @Override
    public void sampleGaussianGradient(
            Matrix posterior, Matrix z, Matrix zGradient, Matrix posteriorGradient, Accumulate accumulate) {
        Scratch s = Scratch.get();
        int logVarOffset = z.length();
        forEachTile(z.rows(), z.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            posterior.get(offset, s.a, n);
            z.get(offset, s.b, n);
            zGradient.get(offset, s.c, n);
            for (int i = 0; i < n; i++) {
                s.b[i] = 0.5f * s.c[i] * (s.b[i] - s.a[i]);
            }
            if (accumulate == Accumulate.YES) {
                posteriorGradient.get(offset, s.d, n);
                posteriorGradient.get(logVarOffset + offset, s.e, n);
                for (int i = 0; i < n; i++) {
                    s.c[i] += s.d[i];
                    s.b[i] += s.e[i];
                }
            }
            posteriorGradient.put(offset, s.c, n);
            posteriorGradient.put(logVarOffset + offset, s.b, n);
        });
    }

    @Override
    public void bernoulli(Matrix x, Matrix logits, double[] negLogLikelihood, Matrix gradient) {
        CpuLikelihoods.bernoulli(x, logits, negLogLikelihood, gradient);
    }

    @Override
    public void bernoulliValue(Matrix x, Matrix logits, double[] negLogLikelihood) {
        CpuLikelihoods.bernoulliValue(x, logits, negLogLikelihood);
    }

    @Override
    public void gaussian(Matrix x, Matrix mean, double logVariance, double[] negLogLikelihood, Matrix gradient) {
        CpuLikelihoods.gaussian(x, mean, logVariance, negLogLikelihood, gradient);
    }

    @Override
    public void heteroscedasticGaussian(
            Matrix x, Matrix meanAndLogVariance, double floor, double[] negLogLikelihood, Matrix gradient) {
        CpuLikelihoods.heteroscedasticGaussian(x, meanAndLogVariance, floor, negLogLikelihood, gradient);
    }

    @Override
    public void pointwise(Matrix x, Matrix parameters, PointwiseLoss loss, double[] losses, Matrix gradient) {
        CpuPointwise.pointwise(x, parameters, loss, losses, gradient);
    }

    @Override
    public double[] extremes(Matrix matrix) {
        return CpuRows.extremes(matrix);
    }

    @Override
    public void scaleRows(Matrix gradient, double[] weights) {
        CpuRows.scaleRows(gradient, weights);
    }

    @Override
    public void repeatRows(Matrix from, Matrix to) {
        CpuRows.repeatRows(from, to);
    }

    @Override
    public void sumRepeatedRows(Matrix from, Matrix to, Accumulate accumulate) {
        CpuRows.sumRepeatedRows(from, to, accumulate);
    }

    @Override
    public void fill(Matrix matrix, double value) {
        Scratch s = Scratch.get();
        Arrays.fill(s.a, (float) value);
        forEachTile(1, matrix.length(), (offset, row, rows, column, n) -> matrix.put(offset, s.a, n));
    }

    @Override
    public void copy(Matrix from, Matrix to) {
        Scratch s = Scratch.get();
        forEachTile(1, from.length(), (offset, row, rows, column, columns) -> {
            from.get(offset, s.a, columns);
            to.put(offset, s.a, columns);
        });
    }

    @Override
    public void copy(Rows from, Matrix to) {
        CpuRows.copy(from, to);
    }

    @Override
    public void copy(Matrix from, Rows to) {
        CpuRows.copy(from, to);
    }

    @Override
    public void add(Matrix from, Matrix to) {
        Scratch s = Scratch.get();
        forEachTile(1, from.length(), (offset, row, rows, column, columns) -> {
            from.get(offset, s.a, columns);
            to.get(offset, s.b, columns);
            BlockMath.add(s.b, s.a, columns);
            to.put(offset, s.b, columns);
        });
    }

    @Override
    public void read(Matrix from, double[] to) {
        Scratch s = Scratch.get();
        forEachTile(1, from.length(), (offset, row, rows, column, columns) -> {
            from.get(offset, s.a, columns);
            for (int i = 0; i < columns; i++) {
                to[offset + i] = s.a[i];
            }
        });
    }

    @Override
    public void write(double[] from, Matrix to) {
        Scratch s = Scratch.get();
        forEachTile(1, to.length(), (offset, row, rows, column, columns) -> {
            for (int i = 0; i < columns; i++) {
                s.a[i] = (float) from[offset + i];
            }
            to.put(offset, s.a, columns);
        });
    }

    @Override
    public void adam(AdamStep step, Matrix parameters, Matrix gradient, Matrix firstMoment, Matrix secondMoment) {
        CpuAdam.adam(step, parameters, gradient, firstMoment, secondMoment);
    }

    @Override
    public void multiply(Matrix a, Matrix b, Matrix product) {
        Scratch s = Scratch.get();
        forEachTile(1, a.length(), (offset, row, rows, column, columns) -> {
            a.get(offset, s.a, columns);
            b.get(offset, s.b, columns);
            BlockMath.multiply(s.a, s.b, columns);
            product.put(offset, s.a, columns);
        });
    }

    @Override
    public void indicate(Matrix x, double threshold, double value) {
        Scratch s = Scratch.get();
        float limit = (float) threshold;
        float above = (float) value;
        forEachTile(1, x.length(), (offset, row, rows, column, columns) -> {
            x.get(offset, s.a, columns);
            for (int i = 0; i < columns; i++) {
                s.a[i] = s.a[i] > limit ? above : 0;
            }
            x.put(offset, s.a, columns);
        });
    }

    @Override
    public void sums(Matrix x, Lines lines, double[] sums) {
        CpuLines.sums(x, lines, sums);
    }

    @Override
    public void products(Matrix a, Matrix b, Lines lines, double[] sums) {
        CpuLines.products(a, b, lines, sums);
    }

    @Override
    public void moments(Matrix x, Lines lines, double[] means, double[] variances) {
        CpuLines.moments(x, lines, means, variances);
    }

    @Override
    public void centreAndScale(Matrix x, Lines lines, double[] centres, double[] scales, Matrix y) {
        CpuLines.centreAndScale(x, lines, centres, scales, y);
    }

    @Override
    public void scaleAndShift(Matrix x, Lines lines, double[] scales, double[] shifts, Matrix y) {
        CpuLines.scaleAndShift(x, lines, scales, shifts, y);
    }

    @Override
    public void addScaled(Matrix x, Lines lines, double[] scales, Matrix y) {
        CpuLines.addScaled(x, lines, scales, y);
    }

    @Override
    public void maxPool(PatchGrid grid, Matrix images, Matrix pooled) {
        CpuPools.maxPool(grid, images, pooled);
    }

    @Override
    public void maxPoolGradient(
            PatchGrid grid, Matrix images, Matrix pooled, Matrix pooledGradient, Matrix imagesGradient) {
        CpuPools.maxPoolGradient(grid, images, pooled, pooledGradient, imagesGradient);
    }

    @Override
    public void sumPool(PatchGrid grid, Matrix images, Matrix pooled) {
        CpuPools.sumPool(grid, images, pooled);
    }

    @Override
    public void spread(PatchGrid grid, Matrix pooled, Matrix images) {
        CpuPools.spread(grid, pooled, images);
    }

    @Override
    public void blend(double keep, Matrix target, double factor, Matrix source) {
        CpuUpdates.blend(keep, target, factor, source);
    }

    @Override
    public void blendSquares(double keep, Matrix target, double factor, Matrix source) {
        CpuUpdates.blendSquares(keep, target, factor, source);
    }

    @Override
    public void decayingMaximum(double keep, Matrix target, double factor, Matrix source) {
        CpuUpdates.decayingMaximum(keep, target, factor, source);
    }

    @Override
    public void divide(Matrix target, Matrix divisor, double epsilon) {
        CpuUpdates.divide(target, divisor, epsilon);
    }

    @Override
    public void divideByRoot(Matrix target, Matrix square, double epsilon) {
        CpuUpdates.divideByRoot(target, square, epsilon);
    }

    @Override
    public void divideByDeviation(Matrix target, Matrix square, Matrix mean, double epsilon) {
        CpuUpdates.divideByDeviation(target, square, mean, epsilon);
    }

    @Override
    public void clamp(Matrix matrix, double limit) {
        CpuUpdates.clamp(matrix, limit);
    }

    @Override
    public double sumOfSquares(Matrix matrix) {
        return CpuUpdates.sumOfSquares(matrix);
    }
}
