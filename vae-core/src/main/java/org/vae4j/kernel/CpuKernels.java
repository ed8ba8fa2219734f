package org.vae4j.kernel;

import static org.vae4j.kernel.Tile.forEachTile;

import java.util.Arrays;

/**
 * The kernels for floats on the CPU: BLAS called directly, and everything else in one pass over blocks that fit the
 * first-level cache.
 *
 * <p>The passes go through arrays on the heap because the JIT compiler vectorises loops over those and not over native
 * memory; copying a block in and out costs far less than that gains (docs/performance.md).
 */
final class CpuKernels implements Kernels {

    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);
    private static final int BLOCK = VectorMath.BLOCK;

    /** Four blocks, and the native memory that they come from, share the first-level cache in {@link #adam}. */
    private static final int ADAM_BLOCK = 512;

    /**
     * Added to a moment and taken away again: rounds it to a multiple of 8e-28, so that it never becomes denormal, which
     * is up to a hundred times slower to compute with.
     */
    private static final float FIRST_MOMENT_FLUSH = 1e-20f;

    private static final float SECOND_MOMENT_FLUSH = 1e-30f;

    /** As many numbers of at most 2 as a float holds the product of: one logarithm instead of theirs. */
    private static final int FACTORS = 120;

    /**
     * Length of a block's array. A load waits for an earlier store whose address agrees with its own in the last twelve
     * bits, as those of arrays would that lie 4 KiB apart: eight arrays of this length have different ones.
     */
    private static final int SPACED = BLOCK + 124;

    /** One thread's blocks. */
    private static final class Scratch {
        final VectorMath math = new VectorMath();
        final float[] a = new float[SPACED];
        final float[] b = new float[SPACED];
        final float[] c = new float[SPACED];
        final float[] d = new float[SPACED];
        final float[] e = new float[SPACED];
        final float[] rowSums = new float[SPACED];
    }

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

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
        Scratch s = SCRATCH.get();
        float[] shift = new float[bias.length()];
        bias.get(0, shift, shift.length);
        forEachTile(y.rows(), y.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            y.get(offset, s.a, n);
            for (int j = 0; j < columns; j++) {
                addConstant(s.a, j * rows, (j + 1) * rows, shift[column + j]);
            }
            s.math.apply(f, s.a, s.b, n);
            y.put(offset, s.a, n);
        });
    }

    private static void addConstant(float[] x, int from, int to, float value) {
        for (int i = from; i < to; i++) {
            x[i] += value;
        }
    }

    @Override
    public void activationGradient(Matrix y, Nonlinearity f, Matrix gradient, Matrix biasGradient) {
        Scratch s = SCRATCH.get();
        float[] sums = new float[gradient.columns()];
        forEachTile(gradient.rows(), gradient.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            gradient.get(offset, s.a, n);
            if (f != Nonlinearity.IDENTITY) {
                y.get(offset, s.b, n);
                VectorMath.multiplyByDerivative(f, s.b, s.a, n);
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
        Scratch s = SCRATCH.get();
        forEachTile(matrix.rows(), matrix.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            matrix.get(offset, s.a, n);
            s.math.apply(f, s.a, s.b, n);
            matrix.put(offset, s.a, n);
        });
    }

    @Override
    public void sampleGaussian(Matrix posterior, Matrix noise, Matrix z) {
        Scratch s = SCRATCH.get();
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
            multiplyAdd(s.b, s.c, s.a, n);
            z.put(offset, s.a, n);
        });
    }

    /** target += x · y. */
    private static void multiplyAdd(float[] x, float[] y, float[] target, int n) {
        for (int i = 0; i < n; i++) {
            target[i] += x[i] * y[i];
        }
    }

    @Override
    public void sampleGaussianGradient(
            Matrix posterior, Matrix z, Matrix zGradient, Matrix posteriorGradient, boolean accumulate) {
        Scratch s = SCRATCH.get();
        int logVarOffset = z.length();
        forEachTile(z.rows(), z.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            posterior.get(offset, s.a, n);
            z.get(offset, s.b, n);
            zGradient.get(offset, s.c, n);
            for (int i = 0; i < n; i++) {
                s.b[i] = 0.5f * s.c[i] * (s.b[i] - s.a[i]);
            }
            if (accumulate) {
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
        Scratch s = SCRATCH.get();
        Arrays.fill(negLogLikelihood, 0, logits.rows(), 0);
        forEachTile(logits.rows(), logits.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            readRepeated(x, row, rows, column, columns, s.a);
            logits.get(offset, s.b, n);
            s.math.bernoulli(s.a, s.b, s.c, s.d, n);
            gradient.put(offset, s.b, n);
            addRowSums(s, s.c, row, rows, columns, negLogLikelihood);
        });
    }

    @Override
    public void bernoulliValue(Matrix x, Matrix logits, double[] negLogLikelihood) {
        Scratch s = SCRATCH.get();
        Arrays.fill(negLogLikelihood, 0, logits.rows(), 0);
        float[] sums = new float[logits.rows()];
        float[] products = new float[logits.rows()];
        Arrays.fill(products, 1);
        forEachTile(logits.rows(), logits.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            readRepeated(x, row, rows, column, columns, s.a);
            logits.get(offset, s.b, n);
            s.math.bernoulliParts(s.a, s.b, s.c, n);
            for (int j = 0; j < columns; j++) {
                add(sums, row, s.b, j * rows, rows);
                multiply(products, row, s.c, j * rows, rows);
                int done = column + j + 1;
                if (done % FACTORS == 0 || done == logits.columns()) {
                    moveToTotals(sums, products, row, rows, negLogLikelihood);
                }
            }
        });
    }

    /** Adds a run of sums and of logarithms of products to the totals, and begins new ones. */
    private static void moveToTotals(float[] sums, float[] products, int from, int n, double[] totals) {
        for (int i = from; i < from + n; i++) {
            totals[i] += sums[i] + Math.log(products[i]);
        }
        Arrays.fill(sums, from, from + n, 0);
        Arrays.fill(products, from, from + n, 1);
    }

    private static void add(float[] target, int offset, float[] terms, int from, int n) {
        if (offset == 0 && from == 0) {
            add(target, terms, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            target[offset + i] += terms[from + i];
        }
    }

    /** Reads a tile of x as if its rows were repeated up to the number of rows of the tile's own matrix. */
    private static void readRepeated(Matrix x, int row, int rows, int column, int columns, float[] target) {
        int examples = x.rows();
        if (row == 0 && rows == examples) {
            x.get(column * examples, target, rows * columns);
            return;
        }
        int first = row % examples;
        int period = Math.min(examples, rows);
        int run = Math.min(examples - first, period);
        for (int j = 0; j < columns; j++) {
            x.get((column + j) * examples + first, target, j * rows, run);
            x.get((column + j) * examples, target, j * rows + run, period - run);
            // What is there is whole periods, or all that is wanted: doubled until it is.
            for (int done = period; done < rows; done *= 2) {
                System.arraycopy(target, j * rows, target, j * rows + done, Math.min(done, rows - done));
            }
        }
    }

    /** Adds the terms of each row to its total: short sums in floats, the total in doubles. */
    private static void addRowSums(Scratch s, float[] terms, int row, int rows, int columns, double[] totals) {
        System.arraycopy(terms, 0, s.rowSums, 0, rows);
        for (int j = 1; j < columns; j++) {
            add(s.rowSums, 0, terms, j * rows, rows);
        }
        for (int i = 0; i < rows; i++) {
            totals[row + i] += s.rowSums[i];
        }
    }

    private static void add(float[] target, float[] terms, int n) {
        for (int i = 0; i < n; i++) {
            target[i] += terms[i];
        }
    }

    @Override
    public void gaussian(Matrix x, Matrix mean, double logVariance, double[] negLogLikelihood, Matrix gradient) {
        Scratch s = SCRATCH.get();
        Arrays.fill(negLogLikelihood, 0, mean.rows(), mean.columns() * (logVariance + LOG_TWO_PI) / 2);
        float precision = (float) Math.exp(-logVariance);
        forEachTile(mean.rows(), mean.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            readRepeated(x, row, rows, column, columns, s.a);
            mean.get(offset, s.b, n);
            for (int i = 0; i < n; i++) {
                float difference = s.b[i] - s.a[i];
                s.b[i] = difference * precision;
                s.c[i] = 0.5f * difference * s.b[i];
            }
            gradient.put(offset, s.b, n);
            addRowSums(s, s.c, row, rows, columns, negLogLikelihood);
        });
    }

    @Override
    public void heteroscedasticGaussian(
            Matrix x, Matrix meanAndLogVariance, double[] negLogLikelihood, Matrix gradient) {
        Scratch s = SCRATCH.get();
        int features = x.columns();
        int logVarOffset = meanAndLogVariance.rows() * features;
        Arrays.fill(negLogLikelihood, 0, meanAndLogVariance.rows(), features * LOG_TWO_PI / 2);
        forEachTile(meanAndLogVariance.rows(), features, (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            readRepeated(x, row, rows, column, columns, s.a);
            meanAndLogVariance.get(offset, s.b, n);
            meanAndLogVariance.get(logVarOffset + offset, s.c, n);
            for (int i = 0; i < n; i++) {
                s.d[i] = -s.c[i];
            }
            s.math.exp(s.d, s.e, n);
            for (int i = 0; i < n; i++) {
                float difference = s.b[i] - s.a[i];
                s.b[i] = difference * s.d[i];
                float halfSquare = 0.5f * difference * s.b[i];
                s.a[i] = 0.5f - halfSquare;
                s.c[i] = halfSquare + 0.5f * s.c[i];
            }
            gradient.put(offset, s.b, n);
            gradient.put(logVarOffset + offset, s.a, n);
            addRowSums(s, s.c, row, rows, columns, negLogLikelihood);
        });
    }

    @Override
    public void scaleRows(Matrix gradient, double[] weights) {
        Scratch s = SCRATCH.get();
        float[] factors = new float[gradient.rows()];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = (float) weights[i];
        }
        forEachTile(gradient.rows(), gradient.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            gradient.get(offset, s.a, n);
            for (int j = 0; j < columns; j++) {
                multiply(s.a, j * rows, factors, row, rows);
            }
            gradient.put(offset, s.a, n);
        });
    }

    private static void multiply(float[] target, int offset, float[] factors, int from, int n) {
        if (offset == 0 && from == 0) {
            multiply(target, factors, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            target[offset + i] *= factors[from + i];
        }
    }

    /** Without offsets, of which the compiler can't tell that they keep the arrays apart: vectorised, three times as fast. */
    private static void multiply(float[] target, float[] factors, int n) {
        for (int i = 0; i < n; i++) {
            target[i] *= factors[i];
        }
    }

    @Override
    public void repeatRows(Matrix from, Matrix to) {
        Scratch s = SCRATCH.get();
        forEachTile(to.rows(), to.columns(), (offset, row, rows, column, columns) -> {
            readRepeated(from, row, rows, column, columns, s.a);
            to.put(offset, s.a, rows * columns);
        });
    }

    @Override
    public void sumRepeatedRows(Matrix from, Matrix to, boolean accumulate) {
        Scratch s = SCRATCH.get();
        for (int column = 0; column < to.columns(); column++) {
            for (int row = 0; row < to.rows(); row += BLOCK) {
                int n = Math.min(BLOCK, to.rows() - row);
                if (accumulate) {
                    to.get(column * to.rows() + row, s.b, n);
                } else {
                    Arrays.fill(s.b, 0, n, 0);
                }
                for (int copy = row; copy < from.rows(); copy += to.rows()) {
                    from.get(column * from.rows() + copy, s.a, n);
                    add(s.b, s.a, n);
                }
                to.put(column * to.rows() + row, s.b, n);
            }
        }
    }

    @Override
    public void fill(Matrix matrix, double value) {
        Scratch s = SCRATCH.get();
        Arrays.fill(s.a, (float) value);
        forEachTile(1, matrix.length(), (offset, row, rows, column, n) -> matrix.put(offset, s.a, n));
    }

    @Override
    public void copy(Matrix from, Matrix to) {
        Scratch s = SCRATCH.get();
        forEachTile(1, from.length(), (offset, row, rows, column, columns) -> {
            from.get(offset, s.a, columns);
            to.put(offset, s.a, columns);
        });
    }

    @Override
    public void copy(Rows from, Matrix to) {
        Scratch s = SCRATCH.get();
        int stride = from.matrix().rows();
        forEachTile(to.rows(), to.columns(), (offset, row, rows, column, columns) -> {
            for (int j = 0; j < columns; j++) {
                from.matrix().get((column + j) * stride + from.first() + row, s.a, j * rows, rows);
            }
            to.put(offset, s.a, rows * columns);
        });
    }

    @Override
    public void add(Matrix from, Matrix to) {
        Scratch s = SCRATCH.get();
        forEachTile(1, from.length(), (offset, row, rows, column, columns) -> {
            from.get(offset, s.a, columns);
            to.get(offset, s.b, columns);
            add(s.b, s.a, columns);
            to.put(offset, s.b, columns);
        });
    }

    @Override
    public void read(Matrix from, double[] to) {
        Scratch s = SCRATCH.get();
        forEachTile(1, from.length(), (offset, row, rows, column, columns) -> {
            from.get(offset, s.a, columns);
            for (int i = 0; i < columns; i++) {
                to[offset + i] = s.a[i];
            }
        });
    }

    @Override
    public void write(double[] from, Matrix to) {
        Scratch s = SCRATCH.get();
        forEachTile(1, to.length(), (offset, row, rows, column, columns) -> {
            for (int i = 0; i < columns; i++) {
                s.a[i] = (float) from[offset + i];
            }
            to.put(offset, s.a, columns);
        });
    }

    @Override
    public void adam(AdamStep step, Matrix parameters, Matrix gradient, Matrix firstMoment, Matrix secondMoment) {
        Scratch s = SCRATCH.get();
        float rate = (float) step.rate();
        float beta1 = (float) step.beta1();
        float beta2 = (float) step.beta2();
        float epsilon = (float) step.epsilon();
        float scale1 = (float) ((1 - step.beta1()) * step.gradientScale());
        float scale2 = (float) ((1 - step.beta2()) * step.gradientScale() * step.gradientScale());
        forEachTile(1, parameters.length(), ADAM_BLOCK, (offset, row, rows, column, n) -> {
            parameters.get(offset, s.a, n);
            gradient.get(offset, s.b, n);
            firstMoment.get(offset, s.c, n);
            secondMoment.get(offset, s.d, n);
            adamBlock(s.a, s.b, s.c, s.d, n, rate, beta1, beta2, epsilon, scale1, scale2);
            parameters.put(offset, s.a, n);
            firstMoment.put(offset, s.c, n);
            secondMoment.put(offset, s.d, n);
        });
    }

    private static void adamBlock(
            float[] w,
            float[] g,
            float[] m,
            float[] v,
            int n,
            float rate,
            float beta1,
            float beta2,
            float epsilon,
            float scale1,
            float scale2) {
        for (int i = 0; i < n; i++) {
            float first = beta1 * m[i] + scale1 * g[i];
            float second = beta2 * v[i] + scale2 * g[i] * g[i];
            first = (first + FIRST_MOMENT_FLUSH) - FIRST_MOMENT_FLUSH;
            second = (second + SECOND_MOMENT_FLUSH) - SECOND_MOMENT_FLUSH;
            m[i] = first;
            v[i] = second;
            w[i] -= rate * first / ((float) Math.sqrt(second) + epsilon);
        }
    }
}
