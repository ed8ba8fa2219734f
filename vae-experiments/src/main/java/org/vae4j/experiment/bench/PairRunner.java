package org.vae4j.experiment.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vae4j.experiment.bench.contender.Contender;
import org.vae4j.experiment.bench.process.Build;
import org.vae4j.experiment.bench.process.ContenderHandle;
import org.vae4j.experiment.bench.process.Launcher;
import org.vae4j.experiment.bench.process.RoundResult;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/**
 * Measures one case of two builds. Each epoch runs in two new processes, because Java compiles the same method
 * differently from process to process. Within an epoch the builds run their rounds in turn, and each begins every other
 * pair.
 */
final class PairRunner {

    private final BenchOptions options;
    private final Launcher launcher;
    private final Build other;
    private final Path scratch;

    PairRunner(BenchOptions options, Launcher launcher, Build other, Path scratch) {
        this.options = options;
        this.launcher = launcher;
        this.other = other;
        this.scratch = scratch;
    }

    Comparison run(BenchNetwork network, int batch, int threads, BenchImages images) throws IOException {
        int steps = options.stepsPerEpoch(images, batch);
        Path file = scratch.resolve("images-" + batch + ".idx");
        images.write(file, steps * batch);
        Launcher.Task task = new Launcher.Task(network, batch, threads, file);
        List<Comparison.Pair> pairs = new ArrayList<>();
        for (int epoch = 0; epoch < options.epochs(); epoch++) {
            try (ContenderHandle own = launcher.start(Contender.VAE4J, task);
                    ContenderHandle theirs = launcher.start(Contender.VAE4J, task, other)) {
                own.train(options.warmUpSteps());
                theirs.train(options.warmUpSteps());
                int stepsPerRound = Math.max(1, steps / options.rounds());
                for (int round = 0; round < options.rounds(); round++) {
                    pairs.add(pair(own, theirs, stepsPerRound, (epoch + round) % 2 == 0));
                }
            }
        }
        return Comparison.of(network, batch, threads, pairs);
    }

    private static Comparison.Pair pair(ContenderHandle own, ContenderHandle theirs, int steps, boolean isOwnFirst)
            throws IOException {
        if (isOwnFirst) {
            RoundResult first = own.train(steps);
            return new Comparison.Pair(first, theirs.train(steps));
        }
        RoundResult first = theirs.train(steps);
        return new Comparison.Pair(own.train(steps), first);
    }
}
