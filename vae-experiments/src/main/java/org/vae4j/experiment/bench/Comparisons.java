package org.vae4j.experiment.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vae4j.experiment.bench.process.Build;
import org.vae4j.experiment.bench.process.CommitBuild;
import org.vae4j.experiment.bench.process.Launcher;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/** Measures this build and another one in turn, in one run. */
final class Comparisons {

    private Comparisons() {}

    /**
     * Measures every case of both builds.
     *
     * @param options the cases and their extent; its contenders and extras are not used
     * @param other a commit, or the folder of a build
     * @param out receives the table
     * @return one result per network, batch size and number of threads
     * @throws IllegalArgumentException if there is no such commit
     * @throws IOException if images cannot be read, the commit does not build, or a child process fails
     */
    static List<Comparison> run(BenchOptions options, String other, PrintStream out) throws IOException {
        Path scratch = Files.createTempDirectory("vae4j-compare");
        try {
            Path folder = Path.of(other);
            if (Files.isDirectory(folder)) {
                return compare(Build.in(folder), options, scratch, out);
            }
            System.err.println("building " + other + " ...");
            try (CommitBuild commit = CommitBuild.of(other, scratch)) {
                return compare(Build.in(commit.target()), options, scratch, out);
            }
        } finally {
            Bench.delete(scratch);
        }
    }

    /** Measures every case of this build and the other one. */
    static List<Comparison> compare(Build other, BenchOptions options, Path scratch, PrintStream out)
            throws IOException {
        BenchImages images = options.images();
        PairRunner runner = new PairRunner(options, new Launcher(scratch), other, scratch);
        List<Comparison> results = new ArrayList<>();
        out.printf(
                "%-18s %6s %8s %9s %9s %7s %7s  %s%n",
                "", "batch", "threads", "ms/step", "other", "CPU", "ratio", "quartiles");
        for (String name : options.cases()) {
            for (int threads : options.threads()) {
                for (int batch : options.batches()) {
                    Comparison result = runner.run(BenchNetwork.byName(name), batch, threads, images);
                    print(result, out);
                    results.add(result);
                }
            }
        }
        return List.copyOf(results);
    }

    private static void print(Comparison result, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%-18s %6d %8d %9.3f %9.3f %7.3f %7.3f  %.3f to %.3f of %d pairs%n",
                result.name(),
                result.batch(),
                result.threads(),
                result.stepMs(),
                result.otherStepMs(),
                result.cpuRatio(),
                result.ratio(),
                result.lowerQuartile(),
                result.upperQuartile(),
                result.pairs());
        out.flush();
    }
}
