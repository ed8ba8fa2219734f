package org.vae4j.experiment.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.bench.contender.Contender;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/**
 * What to measure.
 *
 * @param cases names of the reference networks
 * @param batches examples per step
 * @param threads threads that each contender may use; each number is measured separately
 * @param contenders who takes part, by name; empty for all
 * @param epochs how often the steps of an epoch are repeated, ≥ 1; the slowdown by denormals shows in the third
 * @param steps training steps of an epoch, ≥ 1, and fewer where the images do not suffice
 * @param rounds parts of an epoch, which the contenders do in turn, ≥ 1
 * @param data directory of MNIST; without it synthetic images with the same empty border
 * @param djl the jar of the DJL peer
 * @param extras whether the convolutional network, start-up, evaluation, log p(x), side-by-side trials and the data
 *     pipeline are measured too
 */
record BenchOptions(
        List<String> cases,
        List<Integer> batches,
        List<Integer> threads,
        List<String> contenders,
        int epochs,
        int steps,
        int rounds,
        Optional<Path> data,
        Optional<Path> djl,
        boolean extras) {

    BenchOptions {
        cases.forEach(BenchNetwork::byName);
        contenders.forEach(Contender::byKey);
        for (int value : batches) {
            positive("batch", value);
        }
        for (int value : threads) {
            positive("threads", value);
        }
        positive("epochs", epochs);
        positive("steps", steps);
        positive("rounds", rounds);
        cases = List.copyOf(cases);
        batches = List.copyOf(batches);
        threads = List.copyOf(threads);
        contenders = List.copyOf(contenders);
    }

    /** For what is measured beside the bars: one short epoch. */
    BenchOptions brief() {
        return new BenchOptions(
                cases, batches, threads, contenders, 1, Math.min(steps, 64), Math.min(rounds, 8), data, djl, false);
    }

    /** {@return MNIST where its folder was named, else images that resemble it} */
    BenchImages images() throws IOException {
        return data.isPresent() ? BenchImages.mnistOrSynthetic(data.get()) : BenchImages.likeMnist();
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("found " + name + " = " + value + ", expected a number >= 1");
        }
    }
}
