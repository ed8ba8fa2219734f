package org.vae4j.experiment.bench.scale;

/**
 * What one setting costs.
 *
 * @param at the setting, as the table shows it
 * @param size what the cost is a power of
 * @param gflop 10⁹ floating-point operations of one unit's matrix products
 * @param ms wall-clock time of one unit, median
 * @param cpuMs processor time of one unit, of the thread that does it, median: without the JIT compiler's
 * @param peakRssMb high-water mark of the process's resident memory in MiB, Java and its compiler included; 0 where
 *     unknown
 * @param units how many were timed
 */
record Point(String at, double size, double gflop, double ms, double cpuMs, double peakRssMb, int units) {}
