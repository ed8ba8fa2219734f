package org.vae4j.experiment.bench.scale;

import java.io.PrintStream;
import java.util.Locale;

/** Prints the cost along an axis as a table. */
final class ScaleTable {

    private ScaleTable() {}

    static void print(Scaling scaling, PrintStream out) {
        out.printf("%n%s: %s%n", scaling.axis(), scaling.unit());
        out.printf("  %12s %10s %12s %12s %9s %8s%n", "", "GFLOP", "ms", "CPU ms", "GFLOP/s", "MiB");
        for (Point point : scaling.points()) {
            out.printf(
                    Locale.ROOT,
                    "  %12s %10.4f %12.3f %12.3f %9.0f %8.0f%n",
                    point.at(),
                    point.gflop(),
                    point.ms(),
                    point.cpuMs(),
                    1000 * point.gflop() / point.cpuMs(),
                    point.peakRssMb());
        }
        out.printf(
                Locale.ROOT,
                "  exponents of the largest sizes: processor time %.2f, arithmetic %.2f, memory %.2f%s%n",
                scaling.exponentOfTime(),
                scaling.exponentOfArithmetic(),
                scaling.exponentOfMemory(),
                scaling.growsFasterThanItsArithmetic() ? ": FASTER THAN ITS ARITHMETIC" : "");
        out.flush();
    }
}
