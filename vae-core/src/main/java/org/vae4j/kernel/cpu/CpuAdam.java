package org.vae4j.kernel.cpu;

import static org.vae4j.kernel.cpu.Tile.forEachTile;

import org.vae4j.kernel.AdamStep;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.UpdateKernels;

/** The update of {@link CpuKernels}: parameters and both moments in one pass, none of them ever denormal. */
final class CpuAdam {

    /** Half of the usual block: four of these and the native memory behind them share the first-level cache. */
    private static final int BLOCK = 512;

    /**
     * Rounds a value to a multiple of 8e-28 when it is added and subtracted again. The value then never becomes a
     * denormal float; computing with these is up to a hundred times slower.
     */
    static final float FIRST_MOMENT_FLUSH = 1e-20f;

    /** Rounds a square to a multiple of 8e-38, as {@link #FIRST_MOMENT_FLUSH} rounds first powers. */
    static final float SECOND_MOMENT_FLUSH = 1e-30f;

    private CpuAdam() {}

    static void adam(AdamStep step, Matrix parameters, Matrix gradient, Matrix firstMoment, Matrix secondMoment) {
        UpdateKernels.requireSameLength(parameters, gradient);
        UpdateKernels.requireSameLength(parameters, firstMoment);
        UpdateKernels.requireSameLength(parameters, secondMoment);
        Scratch s = Scratch.get();
        float rate = (float) step.rate();
        float beta1 = (float) step.beta1();
        float beta2 = (float) step.beta2();
        float epsilon = (float) step.epsilon();
        float scale1 = (float) ((1 - step.beta1()) * step.gradientScale());
        float scale2 = (float) ((1 - step.beta2()) * step.gradientScale() * step.gradientScale());
        forEachTile(1, parameters.length(), BLOCK, (offset, row, rows, column, n) -> {
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
