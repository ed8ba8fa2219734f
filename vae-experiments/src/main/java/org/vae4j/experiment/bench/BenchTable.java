package org.vae4j.experiment.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.vae4j.experiment.bench.contender.Contender;

/** Prints the results of the benchmark as tables. */
final class BenchTable {

    private BenchTable() {}

    static void print(CaseResult result, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%n%s, batch %d, %d thread%s%s%n",
                result.name(),
                result.batch(),
                result.threads(),
                result.threads() == 1 ? "" : "s",
                result.peakGflops()
                        .map(g -> String.format(Locale.ROOT, ": sgemm peak %.0f GFLOP/s", g))
                        .orElse(""));
        out.printf(
                "  %-18s %9s %8s %8s %10s %9s %10s %8s%n",
                "", "ms/step", "spread", "CPU ms", "last/first", "vae4j is", "loss", "RSS MiB");
        // The ratio to the roofline is how close vae4j is to the limit of the machine.
        result.rooflineMs()
                .ifPresent(ms -> out.printf(
                        Locale.ROOT,
                        "  %-18s %9.3f %8s %8s %10s %9s%n",
                        "roofline",
                        ms,
                        "",
                        "",
                        "",
                        result.over(ms).map(BenchTable::times).orElse("")));
        for (Contender contender : Contender.inCases()) {
            CaseResult.Detail detail = result.contenders().get(contender.key());
            if (detail != null && contender != Contender.PEAK) {
                printRow(result, contender, detail, out);
            }
        }
        if (result.djlLossAgrees().filter(agrees -> !agrees).isPresent()) {
            out.println("  The losses of vae4j and DJL differ: they do not train the same network.");
        }
        out.flush();
    }

    private static void printRow(CaseResult result, Contender contender, CaseResult.Detail detail, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "  %-18s %9.3f %8.3f %8.3f %10s %9s %10s %8.0f%n",
                contender.label(),
                detail.stepMs(),
                detail.spreadMs(),
                detail.cpuMs(),
                contender.isTraining() ? String.format(Locale.ROOT, "%.2f", detail.lastOverFirst()) : "",
                contender == Contender.VAE4J
                        ? ""
                        : result.over(detail.stepMs()).map(BenchTable::times).orElse(""),
                detail.lastEpochLoss()
                        .map(l -> String.format(Locale.ROOT, "%.2f", l))
                        .orElse(""),
                detail.peakRssMb());
    }

    private static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2f x", ratio);
    }

    static void printExtras(Map<String, Double> extras, PrintStream out) {
        if (!extras.isEmpty()) {
            out.println();
            extras.forEach((name, value) -> out.printf(Locale.ROOT, "  %-34s %12.3f%n", name, value));
            out.flush();
        }
    }
}
