package org.vae4j.experiment.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.bench.contender.Contender;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/**
 * The cases to measure, and the extent of the measurement.
 *
 * @param cases names of the reference networks
 * @param batches examples per step
 * @param threads threads that each contender may use; each number is measured separately
 * @param contenders the names of the contenders that take part; empty for all
 * @param epochs the number of epochs, ≥ 1; the slowdown by denormal numbers shows in the third
 * @param steps training steps per epoch, ≥ 1; an epoch is shorter if there are fewer images
 * @param rounds the number of parts of an epoch, which the contenders run in turn, ≥ 1
 * @param data directory of MNIST; without it the images are synthetic and have the same empty border
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

    private static final int BRIEF_STEPS = 64;
    private static final int BRIEF_ROUNDS = 8;
    private static final int WARM_UP_STEPS = 200;

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

    /** {@return the same options with one short epoch, for the extras} */
    BenchOptions brief() {
        return new BenchOptions(
                cases,
                batches,
                threads,
                contenders,
                1,
                Math.min(steps, BRIEF_STEPS),
                Math.min(rounds, BRIEF_ROUNDS),
                data,
                djl,
                false);
    }

    /**
     * The number of training steps in an epoch over given images.
     *
     * @param images the images
     * @param batch examples per step
     * @return the number, at least 1
     * @throws IllegalArgumentException if there are fewer images than a batch has
     */
    int stepsPerEpoch(BenchImages images, int batch) {
        if (images.count() < batch) {
            throw new IllegalArgumentException("found batch = " + batch + ", expected at most " + images.count()
                    + ", the number of images in " + images.name());
        }
        return Math.min(steps, images.count() / batch);
    }

    /** {@return the number of steps before a measurement, in which Java compiles the code} */
    int warmUpSteps() {
        return Math.min(WARM_UP_STEPS, steps);
    }

    /** {@return MNIST if its folder was given, otherwise images that resemble it} */
    BenchImages images() throws IOException {
        return data.isPresent() ? BenchImages.mnistOrSynthetic(data.get()) : BenchImages.likeMnist();
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("found " + name + " = " + value + ", expected a number >= 1");
        }
    }
}
