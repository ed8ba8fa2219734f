package org.vae4j.experiment.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.vae4j.experiment.bench.contender.Contender;
import org.vae4j.experiment.bench.process.ContenderHandle;
import org.vae4j.experiment.bench.process.Launcher;
import org.vae4j.experiment.bench.process.RoundResult;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;
import org.vae4j.math.Quantile;

/** Measurements beside the training step: start-up, evaluation, log p(x), the data pipeline, and two trials at once. */
final class Extras {

    private static final int BATCH = 128;
    /** Training steps per measurement. */
    private static final int STEPS = 200;
    /** Measurements of each number, of which the median is taken. */
    private static final int REPEATS = 5;

    private static final BenchNetwork NETWORK = BenchNetwork.VAE;
    private static final String COMMAND_LINE = "org.vae4j.experiment.cli.Vae";

    private final Launcher launcher;
    private final Path scratch;

    Extras(Launcher launcher, Path scratch) {
        this.launcher = launcher;
        this.scratch = scratch;
    }

    /**
     * Measures everything.
     *
     * @param images the images to train on
     * @return numbers by name, with the unit in the name
     * @throws IOException if a child process fails
     */
    Map<String, Double> measure(BenchImages images) throws IOException {
        Map<String, Double> results = new LinkedHashMap<>();
        Path file = scratch.resolve("images-extras.idx");
        images.write(file, Math.min(images.count(), BATCH * STEPS));
        results.put("helpMs", helpMs());
        results.put("firstStepMs", firstStepMs(file));
        for (Contender contender : List.of(Contender.ELBO, Contender.PIPELINE, Contender.PIPELINE_BINARISED)) {
            results.put(contender.key() + "Ms", batchMs(contender, file));
        }
        results.put("elboExamplesPerSecond", 1000 * BATCH / results.get(Contender.ELBO.key() + "Ms"));
        results.putAll(new LogLikelihoodExtra(launcher).measure(file));
        if (Runtime.getRuntime().availableProcessors() > 1) {
            results.put("sideBySideThroughput", sideBySide(file));
        }
        return results;
    }

    private static Launcher.Task task(Path images) {
        return new Launcher.Task(NETWORK, BATCH, 1, images);
    }

    /** The time of {@code vae --help}, from the start to the end of its process. */
    private double helpMs() throws IOException {
        double[] times = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            times[i] = launcher.processMs(List.of(COMMAND_LINE, "--help"), scratch.resolve("help.log"));
        }
        return Quantile.of(times, 0.5);
    }

    /** The time from the start of the JVM to the end of the first training step. */
    private double firstStepMs(Path images) throws IOException {
        double[] times = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            try (ContenderHandle handle = launcher.start(Contender.VAE4J, task(images))) {
                times[i] = handle.train(1).sinceStartMs();
            }
        }
        return Quantile.of(times, 0.5);
    }

    /** The time of a step of the contender, after it has warmed up. */
    private double batchMs(Contender contender, Path images) throws IOException {
        try (ContenderHandle handle = launcher.start(contender, task(images))) {
            handle.train(STEPS);
            double[] times = new double[REPEATS];
            for (int i = 0; i < REPEATS; i++) {
                times[i] = handle.train(STEPS).stepMs();
            }
            return Quantile.of(times, 0.5);
        }
    }

    /** The throughput of two trials of one thread each at once, divided by that of one after the other; 2 is ideal. */
    private double sideBySide(Path images) throws IOException {
        try (ContenderHandle first = launcher.start(Contender.VAE4J, task(images));
                ContenderHandle second = launcher.start(Contender.VAE4J, task(images))) {
            first.train(STEPS);
            second.train(STEPS);
            double[] ratios = new double[REPEATS];
            for (int i = 0; i < REPEATS; i++) {
                double secondsInTurn =
                        first.train(STEPS).seconds() + second.train(STEPS).seconds();
                long start = System.nanoTime();
                CompletableFuture<RoundResult> other =
                        CompletableFuture.supplyAsync(() -> second.trainUnchecked(STEPS));
                first.train(STEPS);
                other.join();
                double secondsAtOnce = (System.nanoTime() - start) / 1e9;
                ratios[i] = secondsInTurn / secondsAtOnce;
            }
            return Quantile.of(ratios, 0.5);
        }
    }
}
