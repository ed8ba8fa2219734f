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
 * Two seconds of matrix products in single precision on one core, against the multiply-adds that this core was measured
 * to do in a loop.
 *
 * <p>On the CPU it is the thread's own time that counts, and the best of many products: a busy computer is no slow one.
 *
 * @param promised what one core reaches, in GFLOP/s; empty where it can't be measured
 */
record SpeedCheck(Supplier<OptionalDouble> promised) implements Check {

    private static final int SIZE = 512;
    private static final double SECONDS = 2;
    private static final double GOOD = 0.5;
    private static final double POOR = 0.25;

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
        OptionalDouble expected = promised.get();
        String found = text(gigaflops) + " on one core";
        if (expected.isEmpty()) {
            return Finding.ok(name(), found + " (nothing to compare with: Java compiles without optimisation)");
        }
        double share = gigaflops / expected.getAsDouble();
        found += String.format(
                Locale.ROOT, ", %.0f %% of the %.0f of bare multiply-adds", 100 * share, expected.getAsDouble());
        String fix =
                "see the BLAS finding; else the processor throttles or shares its core: try a calm moment, or -Pmkl";
        return share >= GOOD
                ? Finding.ok(name(), found)
                : share >= POOR ? Finding.warn(name(), found, fix) : Finding.fail(name(), found, fix);
    }

    private static String text(double gigaflops) {
        return String.format(Locale.ROOT, "%.0f GFLOP/s", gigaflops);
    }

    private static double measure(boolean cpu) {
        Kernels kernels = Kernels.of(DataType.FLOAT);
        Matrix a = filled(kernels, 0.5);
        Matrix b = filled(kernels, 0.25);
        Matrix c = filled(kernels, 0);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        boolean own = cpu && threads.isCurrentThreadCpuTimeSupported();
        long end = System.nanoTime() + (long) (SECONDS * TimeUnit.SECONDS.toNanos(1));
        long best = Long.MAX_VALUE;
        while (System.nanoTime() < end) {
            long start = own ? threads.getCurrentThreadCpuTime() : System.nanoTime();
            kernels.times(a, b, c);
            if (!cpu) {
                // A GPU works on while the call returns; reading a value waits for it.
                c.array().getFloat(0, 0);
            }
            best = Math.min(best, (own ? threads.getCurrentThreadCpuTime() : System.nanoTime()) - start);
        }
        return 2.0 * SIZE * SIZE * SIZE / Math.max(best, 1);
    }

    private static Matrix filled(Kernels kernels, double value) {
        Matrix matrix = Matrix.allocate(DataType.FLOAT, SIZE, SIZE);
        kernels.fill(matrix, value);
        return matrix;
    }
}
