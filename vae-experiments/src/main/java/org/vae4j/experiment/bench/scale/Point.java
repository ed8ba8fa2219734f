package org.vae4j.experiment.bench.scale;

/**
 * The cost of one setting.
 *
 * @param at the setting as the table shows it
 * @param size the setting as a number, of which the cost is a power
 * @param gflop floating-point operations of one unit's matrix products, in 10⁹
 * @param ms median wall-clock time of one unit
 * @param cpuMs median processor time of one unit, of the thread that runs it, so without that of the JIT compiler
 * @param peakRssMb high-water mark of the process's resident memory in MiB, Java and its compiler included; 0 where
 *     unknown
 * @param units the number of units that were timed
 */
record Point(String at, double size, double gflop, double ms, double cpuMs, double peakRssMb, int units) {}
