package org.vae4j.experiment.bench.scale;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
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
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpuStart = system.getProcessCpuTime();
        double[] times = times(unit, seconds);
        double cpuMs = (system.getProcessCpuTime() - cpuStart) / 1e6 / times.length;
        return new Point(
                setting.at(),
                setting.size(),
                setting.work().flops() / 1e9,
                Quantile.of(times, 0.5),
                cpuMs,
                PeakMemory.mib(),
                times.length);
    }

    /** Does units for so long; returns the milliseconds of each. */
    private static double[] times(Runnable unit, double seconds) {
        List<Double> times = new ArrayList<>();
        long start = System.nanoTime();
        do {
            long from = System.nanoTime();
            unit.run();
            times.add((System.nanoTime() - from) / 1e6);
        } while (System.nanoTime() - start < seconds * 1e9);
        return times.stream().mapToDouble(t -> t).toArray();
    }
}
