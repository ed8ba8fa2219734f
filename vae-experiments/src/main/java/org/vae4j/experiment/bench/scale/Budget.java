package org.vae4j.experiment.bench.scale;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.vae4j.experiment.bench.process.PeakMemory;
import org.vae4j.math.Quantile;

/**
 * The time for the measurement of a setting. At least one unit is run, and more until the time is over.
 *
 * @param warmUpSeconds the time before the measurement, in which Java compiles the code
 * @param seconds the time in which units are timed
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

    /** The wall-clock time of one unit, and the processor time of its thread. */
    private record Duration(double ms, double cpuMs) {}

    /** Runs and times units until the time is over, at least one. */
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

    private static double median(List<Duration> times, ToDoubleFunction<Duration> value) {
        return Quantile.of(times.stream().mapToDouble(value).toArray(), 0.5);
    }
}
