package org.vae4j.experiment.doctor;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.experiment.doctor.machine.Loaded;
import org.vae4j.experiment.rundir.Numerics;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * Checks the speed of matrix products in single precision on one core against the speed of a plain loop of
 * multiply-adds on the same core.
 *
 * <p>Products are repeated for two seconds, and the fastest counts. On the CPU the processor time of the thread is
 * measured, so other work on the computer hardly matters. A product of n by n matrices takes 2 n³ operations.
 *
 * @param multiplyAdds measures the loop, in GFLOP/s; empty if Java cannot compile it to vectors
 */
record SpeedCheck(Supplier<OptionalDouble> multiplyAdds) implements Check {

    private static final int SIZE = 512;
    private static final double SECONDS = 2;
    /** The least share of the loop's speed that is good, and the least that is only a warning. */
    private static final double GOOD_SHARE = 0.5;

    private static final double POOR_SHARE = 0.25;

    @Override
    public String name() {
        return "sgemm";
    }

    @Override
    public List<Finding> findings() {
        Numerics numerics = Loaded.numerics();
        boolean cpu = numerics.bitReproducible();
        if (cpu) {
            openblas_nolapack.blas_set_num_threads(1);
        }
        double gigaflops = measure(cpu);
        return List.of(cpu ? verdict(gigaflops) : Finding.ok(name(), text(gigaflops) + " on the GPU"));
    }

    Finding verdict(double gigaflops) {
        OptionalDouble expected = multiplyAdds.get();
        String found = text(gigaflops) + " on one core";
        if (expected.isEmpty()) {
            return Finding.ok(name(), found + " (nothing to compare with: Java compiles without optimisation)");
        }
        double share = gigaflops / expected.getAsDouble();
        found += String.format(
                Locale.ROOT, ", %.0f %% of the %.0f of bare multiply-adds", 100 * share, expected.getAsDouble());
        String fix =
                "see the BLAS finding; else the processor throttles or shares its core: try a calm moment, or -Pmkl";
        if (share >= GOOD_SHARE) {
            return Finding.ok(name(), found);
        }
        return share >= POOR_SHARE ? Finding.warn(name(), found, fix) : Finding.fail(name(), found, fix);
    }

    private static String text(double gigaflops) {
        return String.format(Locale.ROOT, "%.0f GFLOP/s", gigaflops);
    }

    /** {@return the speed of the fastest product, in GFLOP/s} */
    private static double measure(boolean cpu) {
        Kernels kernels = Kernels.of(DataType.FLOAT);
        Matrix a = filled(kernels, 0.5);
        Matrix b = filled(kernels, 0.25);
        Matrix c = filled(kernels, 0);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        boolean byThreadTime = cpu && threads.isCurrentThreadCpuTimeSupported();
        long deadline = System.nanoTime() + (long) (SECONDS * TimeUnit.SECONDS.toNanos(1));
        long leastNanos = Long.MAX_VALUE;
        while (System.nanoTime() < deadline) {
            long start = byThreadTime ? threads.getCurrentThreadCpuTime() : System.nanoTime();
            kernels.times(a, b, c);
            if (!cpu) {
                // A call returns before the GPU has finished. Reading a value waits for it.
                c.array().getFloat(0, 0);
            }
            long end = byThreadTime ? threads.getCurrentThreadCpuTime() : System.nanoTime();
            leastNanos = Math.min(leastNanos, end - start);
        }
        // Operations per nanosecond are GFLOP/s.
        return 2.0 * SIZE * SIZE * SIZE / Math.max(leastNanos, 1);
    }

    private static Matrix filled(Kernels kernels, double value) {
        Matrix matrix = Matrix.allocate(DataType.FLOAT, SIZE, SIZE);
        kernels.fill(matrix, value);
        return matrix;
    }
}
