package org.vae4j.experiment.doctor.machine;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Measures the multiply-adds in single precision that one core does in a loop over data in the first-level cache.
 * Java's optimising compiler uses the widest vector instructions of the processor for the loop, whatever OpenBLAS is
 * configured for. So the speed of matrix products can be compared with it on any processor.
 */
public final class MultiplyAdds {

    /** 4 KiB of floats, which fit in the first-level cache. */
    private static final int LENGTH = 1024;

    /** Multiply-adds per value that is loaded and stored: enough to hide both, few enough to be compiled to vectors. */
    private static final int DEPTH = 8;

    private static final int CALLS = 500;
    private static final double SECONDS = 0.4;

    /** The level of Java's optimising compiler. */
    private static final int OPTIMISED = 4;

    private MultiplyAdds() {}

    /** {@return the speed of the fastest of many loops on one core, in GFLOP/s; empty if Java does not optimise} */
    public static OptionalDouble gigaflops() {
        return isOptimising() ? OptionalDouble.of(measure()) : OptionalDouble.empty();
    }

    private static boolean isOptimising() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return Integer.parseInt(machine.getVMOption("TieredStopAtLevel").getValue()) >= OPTIMISED;
    }

    private static double measure() {
        float[] values = new float[LENGTH];
        Arrays.fill(values, 0.5f);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long deadline = System.nanoTime() + (long) (SECONDS * TimeUnit.SECONDS.toNanos(1));
        long leastNanos = Long.MAX_VALUE;
        while (System.nanoTime() < deadline) {
            long start = threads.getCurrentThreadCpuTime();
            for (int call = 0; call < CALLS; call++) {
                // x := 0.9 x + 0.1 tends to 1, so values become neither denormal nor infinite.
                multiplyAdd(values, 0.9f, 0.1f);
            }
            leastNanos = Math.min(leastNanos, threads.getCurrentThreadCpuTime() - start);
        }
        return 2.0 * CALLS * LENGTH * DEPTH / Math.max(leastNanos, 1);
    }

    private static void multiplyAdd(float[] values, float factor, float addend) {
        for (int i = 0; i < values.length; i++) {
            float v = Math.fma(values[i], factor, addend);
            v = Math.fma(v, factor, addend);
            v = Math.fma(v, factor, addend);
            v = Math.fma(v, factor, addend);
            v = Math.fma(v, factor, addend);
            v = Math.fma(v, factor, addend);
            v = Math.fma(v, factor, addend);
            values[i] = Math.fma(v, factor, addend);
        }
    }
}
