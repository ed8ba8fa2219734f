package org.vae4j.experiment.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.vae4j.experiment.bench.process.Launcher;
import org.vae4j.experiment.bench.scale.ScaleBench;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/** The benchmark: measures every case, and prints the table of each as soon as it is measured. */
final class Bench {

    /** Batch sizes of the convolutional case among the extras. */
    private static final List<Integer> CONVOLUTION_BATCHES = List.of(20, 128);

    private Bench() {}

    /**
     * Measures every case and, if the options ask for them, the extras.
     *
     * @param options the cases and their extent
     * @param out receives the tables
     * @return all numbers
     * @throws IllegalArgumentException if there are fewer images than a batch has
     * @throws IOException if images cannot be read or a child process fails
     */
    static BenchReport run(BenchOptions options, PrintStream out) throws IOException {
        Path scratch = Files.createTempDirectory("vae4j-bench");
        try {
            BenchImages images = options.images();
            Launcher launcher =
                    options.djl().map(jar -> new Launcher(scratch, jar)).orElseGet(() -> new Launcher(scratch));
            CaseRunner runner = new CaseRunner(options, launcher, scratch, System.err);
            List<CaseResult> cases = new ArrayList<>();
            for (String name : options.cases()) {
                for (int threads : options.threads()) {
                    for (int batch : options.batches()) {
                        cases.add(measure(runner, BenchNetwork.byName(name), batch, threads, images));
                        BenchTable.print(cases.get(cases.size() - 1), out);
                    }
                }
            }
            Map<String, Double> extras = Map.of();
            if (options.extras()) {
                CaseRunner briefRunner = new CaseRunner(options.brief(), launcher, scratch, System.err);
                for (int batch : CONVOLUTION_BATCHES) {
                    cases.add(measure(briefRunner, BenchNetwork.CONVOLUTIONS, batch, 1, images));
                    BenchTable.print(cases.get(cases.size() - 1), out);
                }
                extras = new Extras(launcher, scratch).measure(images);
            }
            BenchTable.printExtras(extras, out);
            return new BenchReport(machine(images), List.copyOf(cases), extras);
        } finally {
            delete(scratch);
        }
    }

    /**
     * Measures how cost grows along axes.
     *
     * @param axes the names of the axes
     * @param out receives the tables
     * @return one result per axis, to be written as JSON
     * @throws IOException if a child process fails
     */
    static List<?> scale(List<String> axes, PrintStream out) throws IOException {
        Path scratch = Files.createTempDirectory("vae4j-scale");
        try {
            return ScaleBench.run(axes, scratch, out);
        } finally {
            delete(scratch);
        }
    }

    private static CaseResult measure(
            CaseRunner runner, BenchNetwork network, int batch, int threads, BenchImages images) throws IOException {
        System.err.printf("%s, batch %d, %d thread(s)%n", network.name(), batch, threads);
        return runner.run(network, batch, threads, images);
    }

    private static Map<String, String> machine(BenchImages images) throws IOException {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("cpu", cpu());
        machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        machine.put("data", images.name());
        return machine;
    }

    private static String cpu() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.exists(info)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(l -> l.startsWith("model name"))
                    .map(l -> l.substring(l.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        }
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
