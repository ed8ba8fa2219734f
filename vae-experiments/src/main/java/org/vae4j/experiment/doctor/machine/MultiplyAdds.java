package org.vae4j.experiment.doctor.machine;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * How many multiply-adds in single precision one core does: a measured loop that needs no memory beyond the first-level
 * cache. Java's optimising compiler makes it of the widest vector instructions that it finds, whatever OpenBLAS was
 * told, so matrix products can be held against it on any processor.
 */
public final class MultiplyAdds {

    /** 4 KiB, which lie in the first-level cache. */
    private static final int LENGTH = 1024;

    /** Multiply-adds per value that is loaded and stored: enough to hide these, few enough to be vectorised. */
    private static final int DEPTH = 8;

    private static final int CALLS = 500;
    private static final double SECONDS = 0.4;

    /** The level of Java's optimising compiler. */
    private static final int OPTIMISED = 4;

    private MultiplyAdds() {}

    /** {@return the best of many loops on one core, in GFLOP/s; empty where Java does not compile them to vectors} */
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
        long end = System.nanoTime() + (long) (SECONDS * TimeUnit.SECONDS.toNanos(1));
        long best = Long.MAX_VALUE;
        while (System.nanoTime() < end) {
            long start = threads.getCurrentThreadCpuTime();
            for (int call = 0; call < CALLS; call++) {
                // Tends to 1: neither denormal nor infinite.
                multiplyAdd(values, 0.9f, 0.1f);
            }
            best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
        }
        return 2.0 * CALLS * LENGTH * DEPTH / Math.max(best, 1);
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
