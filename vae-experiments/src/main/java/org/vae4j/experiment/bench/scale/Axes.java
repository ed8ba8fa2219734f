package org.vae4j.experiment.bench.scale;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.bench.scale.unit.Blocks;
import org.vae4j.experiment.bench.scale.unit.ConvolutionBlocks;
import org.vae4j.experiment.bench.scale.unit.DenseBlocks;
import org.vae4j.experiment.bench.scale.unit.Epochs;
import org.vae4j.experiment.bench.scale.unit.Samples;
import org.vae4j.experiment.bench.scale.unit.ScaledModel;
import org.vae4j.experiment.bench.scale.unit.TrainingSteps;
import org.vae4j.experiment.bench.scale.unit.Workload;

/** The axes along which cost is measured. */
final class Axes {

    private static final int BATCH = 128;
    private static final int BATCH_OF_CONVOLUTIONS = 32;
    private static final int BATCH_OF_DRAWS = 20;
    /** Images whose log p(x) is estimated. */
    private static final int EXAMPLES_OF_SAMPLES = 8;

    private static final Blocks SMALL = new DenseBlocks(List.of(100));
    private static final Blocks REFERENCE = new DenseBlocks(List.of(400));
    private static final Blocks DEEP = new DenseBlocks(List.of(200, 200));
    private static final Blocks CONVOLUTIONS = new ConvolutionBlocks(List.of(32, 64));

    /** All axes, in the order of the tables. */
    static final List<Axis> ALL = List.of(
            ofNumbers("examples", "epoch of 784-100-10-100-784, batch 128", Axes::epochs, 10_000, 100_000, 1_000_000),
            ofShapes("pixels", "step of n-400-20-400-n, batch 128", Axes::steps),
            ofShapes("conv-pixels", "step of conv 32-64, latent 20, batch 32", Axes::convolutionSteps),
            ofNumbers("latents", "step of 784-400-n-400-784, batch 128", Axes::latents, 8, 32, 128, 512, 2048),
            ofNumbers("draws", "step of IWAE 200-200-50, batch 20", Axes::draws, 1, 5, 20, 100, 500),
            ofNumbers("samples", "log p(x) of 8 images, 200-200-50", Axes::samples, 100, 1_000, 10_000, 100_000));

    private Axes() {}

    /**
     * Finds an axis by its name.
     *
     * @param name the name on the command line
     * @return the axis
     * @throws IllegalArgumentException if there is none of that name
     */
    static Axis byName(String name) {
        return ALL.stream()
                .filter(axis -> axis.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--scale: found '" + name + "', expected one of "
                        + ALL.stream().map(Axis::name).collect(Collectors.joining(", "))));
    }

    private static Axis ofNumbers(String name, String unit, IntFunction<Workload> work, int... values) {
        return new Axis(
                name,
                unit,
                IntStream.of(values)
                        .mapToObj(n -> new Axis.Setting(Integer.toString(n), n, work.apply(n)))
                        .toList());
    }

    /** An axis of the pixels of an image, from MNIST's grey images to colour images of 64 by 64. */
    private static Axis ofShapes(String name, String unit, Function<ImageShape, Workload> work) {
        return new Axis(
                name,
                unit,
                List.of(
                                new ImageShape(1, 28, 28),
                                new ImageShape(3, 28, 28),
                                new ImageShape(3, 32, 32),
                                new ImageShape(3, 48, 48),
                                new ImageShape(3, 64, 64))
                        .stream()
                        .map(s -> new Axis.Setting(
                                s.channels() + "x" + s.height() + "x" + s.width(), s.size(), work.apply(s)))
                        .toList());
    }

    private static Workload epochs(int examples) {
        return new Epochs(new ScaledModel(ImageShape.MNIST, SMALL, 10, 1), BATCH, examples);
    }

    private static Workload steps(ImageShape shape) {
        return new TrainingSteps(new ScaledModel(shape, REFERENCE, 20, 1), BATCH);
    }

    private static Workload convolutionSteps(ImageShape shape) {
        return new TrainingSteps(new ScaledModel(shape, CONVOLUTIONS, 20, 1), BATCH_OF_CONVOLUTIONS);
    }

    private static Workload latents(int latent) {
        return new TrainingSteps(new ScaledModel(ImageShape.MNIST, REFERENCE, latent, 1), BATCH);
    }

    private static Workload draws(int draws) {
        return new TrainingSteps(new ScaledModel(ImageShape.MNIST, DEEP, 50, draws), BATCH_OF_DRAWS);
    }

    private static Workload samples(int samples) {
        return new Samples(new ScaledModel(ImageShape.MNIST, DEEP, 50, 1), EXAMPLES_OF_SAMPLES, samples);
    }
}
