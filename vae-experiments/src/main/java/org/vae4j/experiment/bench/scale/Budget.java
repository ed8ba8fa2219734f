package org.vae4j.experiment.bench.scale;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.vae4j.experiment.bench.process.PeakMemory;
import org.vae4j.math.Quantile;

/**
 * How long a setting is measured: one unit at least, and then until the time is over.
 *
 * @param warmUpSeconds before, in which the JIT compiler works
 * @param seconds in which units are timed
 */
record Budget(double warmUpSeconds, double seconds) {

    Budget {
        if (!(warmUpSeconds >= 0 && seconds >= 0)) {
            throw new IllegalArgumentException("found " + warmUpSeconds + " and " + seconds
                    + " seconds to measure in, expected numbers of at least 0");
        }
    }

    /** Measures a setting in this process. */
    Point measure(Axis.Setting setting) {
        Runnable unit = setting.work().prepare();
        times(unit, warmUpSeconds);
        List<Duration> times = times(unit, seconds);
        return new Point(
                setting.at(),
                setting.size(),
                setting.work().flops() / 1e9,
                median(times, Duration::ms),
                median(times, Duration::cpuMs),
                PeakMemory.mib(),
                times.size());
    }

    /** What one unit took, and of that its thread's time on a processor. */
    private record Duration(double ms, double cpuMs) {}

    /** Does units for so long. */
    private static List<Duration> times(Runnable unit, double seconds) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        List<Duration> times = new ArrayList<>();
        long start = System.nanoTime();
        do {
            long from = System.nanoTime();
            long cpuFrom = threads.getCurrentThreadCpuTime();
            unit.run();
            double cpuMs = (threads.getCurrentThreadCpuTime() - cpuFrom) / 1e6;
            times.add(new Duration((System.nanoTime() - from) / 1e6, cpuMs));
        } while (System.nanoTime() - start < seconds * 1e9);
        return times;
    }

    private static double median(List<Duration> times, ToDoubleFunction<Duration> of) {
        return Quantile.of(times.stream().mapToDouble(of).toArray(), 0.5);
    }
}
