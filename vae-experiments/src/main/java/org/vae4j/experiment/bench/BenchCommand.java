package org.vae4j.experiment.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vae4j.experiment.bench.scale.ScaleBench;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.file.AtomicFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code vae bench}. */
@Command(
        name = "bench",
        description = "Measures a training step against the machine's limit and against other libraries.",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {

    private static final int QUICK_BATCH = 128;
    private static final int QUICK_STEPS = 96;
    private static final int QUICK_ROUNDS = 8;

    @Option(
            names = "--case",
            split = ",",
            defaultValue = "vae-400-20,iwae-200-200-50",
            description = "Networks: ${DEFAULT-VALUE}.")
    private List<String> cases;

    @Option(names = "--batch", split = ",", defaultValue = "20,128,512", description = "Batch sizes: ${DEFAULT-VALUE}.")
    private List<Integer> batches;

    @Option(names = "--threads", split = ",", description = "Numbers of threads. Default: 1, and all cores.")
    private List<Integer> threads;

    @Option(
            names = "--only",
            split = ",",
            description = "Contenders: peak, gemms, vae4j, vae4j-fit, stock, dl4j-vae, djl. Default: all.")
    private List<String> contenders;

    @Option(names = "--epochs", defaultValue = "3", description = "Epochs: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(names = "--steps", defaultValue = "468", description = "Training steps of an epoch: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--rounds",
            defaultValue = "12",
            description = "Rounds of an epoch, taken in turn: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--quick", description = "Two minutes instead of half an hour: one case, few steps.")
    private boolean quick;

    @Option(
            names = "--no-extras",
            description = "Only training steps: no convolution, evaluation, log p(x), start-up, pipeline.")
    private boolean noExtras;

    @Option(
            names = "--data",
            description = "Directory of MNIST. Default: environment variable VAE_DATA_DIR, else synthetic images.")
    private Path data;

    @Option(
            names = "--djl",
            defaultValue = "scripts/peers/djl/target/djl-peer.jar",
            description = "Jar of the DJL peer, left out if absent: ${DEFAULT-VALUE}.")
    private Path djl;

    @Option(
            names = "--compare",
            paramLabel = "COMMIT",
            description = "Measures this build against another commit, or against the folder of a build, in pairs of"
                    + " rounds, and nothing else.")
    private String otherBuild;

    @Option(
            names = "--at-most",
            paramLabel = "RATIO",
            description =
                    "With --compare: exit code 1 when this build's step takes longer than the other's by more than"
                            + " this ratio, as 1.02.")
    private Double largestRatio;

    @Option(
            names = "--scale",
            split = ",",
            arity = "0..1",
            fallbackValue = ScaleBench.ALL,
            paramLabel = "AXES",
            description = "Measures how cost grows, and nothing else: examples, pixels, conv-pixels, latents, draws,"
                    + " samples. Without a value: all.")
    private List<String> axes;

    @Option(names = "--json", description = "The last line of standard output is one JSON object.")
    private boolean json;

    @Option(names = "--out", description = "Also writes the JSON to this file.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        PrintStream table = json ? System.err : System.out;
        if (otherBuild != null) {
            List<Comparison> results = Comparisons.run(options(), otherBuild, table);
            write(Map.of("comparisons", results));
            boolean slower = largestRatio != null && results.stream().anyMatch(result -> result.ratio() > largestRatio);
            return slower ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
        }
        if (axes != null) {
            write(Map.of("scalings", Bench.scale(axes, table)));
            return CommandLine.ExitCode.OK;
        }
        write(Bench.run(options(), table));
        return CommandLine.ExitCode.OK;
    }

    private List<Integer> threads() {
        int cores = Runtime.getRuntime().availableProcessors();
        if (threads != null) {
            return threads;
        }
        return cores == 1 ? List.of(1) : List.of(1, cores);
    }

    private void write(Object report) {
        if (json) {
            System.out.println(Json.line(report));
        }
        if (file != null) {
            writeFile(report);
        }
    }

    private void writeFile(Object report) {
        try {
            AtomicFile.write(file, Json.pretty(report));
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(file, e, "make room, or choose another place by --out");
        }
    }

    private BenchOptions options() {
        Optional<Path> directory = Optional.ofNullable(data)
                .or(() -> Optional.ofNullable(System.getenv("VAE_DATA_DIR")).map(Path::of));
        List<String> only = contenders == null ? List.of() : contenders;
        Optional<Path> peer = Optional.of(djl);
        boolean extras = !quick && !noExtras;
        return quick
                ? new BenchOptions(
                        List.of(cases.get(0)),
                        List.of(QUICK_BATCH),
                        List.of(1),
                        only,
                        1,
                        QUICK_STEPS,
                        QUICK_ROUNDS,
                        directory,
                        peer,
                        extras)
                : new BenchOptions(cases, batches, threads(), only, epochs, steps, rounds, directory, peer, extras);
    }
}
