package org.vae4j.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ImageSet;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.data.source.own.ScaledParts;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.configured.ConfiguredModel;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.training.MyVae;
import org.vae4j.model.LatentModel;
import org.vae4j.train.step.TrainingStep;

/**
 * Trains on colour images of 64 by 64 pixels that are mapped into memory, and on the same images in the heap. {@code
 * -Dvae4j.largeSet=200000} sets the number of images (2.4 GB); from 100,000 on, the speed of the two is compared.
 * docs/data.md has the command and its measurement.
 */
class LargerThanMemoryTest {

    private static final int IMAGES = Integer.getInteger("vae4j.largeSet", 400);
    private static final int PIXELS = 3 * 64 * 64;
    /** The images that fit into the heap, too. */
    private static final int HELD = Math.min(IMAGES / 2, 16_000);

    private static final int BATCH = 128;

    /** Rounds of the comparison, and the steps that are timed in each. */
    private static final int ROUNDS = 15;

    private static final int STEPS = 20;

    /** Images from which on the speeds are compared, and the least speed of the mapped set relative to the heap. */
    private static final int LARGE = 100_000;

    private static final double LEAST_RELATIVE_SPEED = 0.9;

    /** The header of an NPY file of version 1.0: magic bytes, version, and the length of the text that follows. */
    private static final int NPY_TEXT_LENGTH = 118;

    @TempDir
    Path folder;

    private ExperimentConfig config;

    /** Writes an array of patterned images with the channels first, an order that is mapped without a copy. */
    private Path source() throws IOException {
        Path file = folder.resolve("large.npy");
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + IMAGES + ", 3, 64, 64), }";
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, NPY_TEXT_LENGTH, 0});
            String padding = " ".repeat(NPY_TEXT_LENGTH - 1 - header.length());
            out.write((header + padding + "\n").getBytes(StandardCharsets.US_ASCII));
            byte[] image = new byte[PIXELS];
            for (int i = 0; i < IMAGES; i++) {
                for (int j = 0; j < PIXELS; j++) {
                    image[j] = (byte) (i * 31 + (j & 63) * (1 + i % 5) + (j >> 6));
                }
                out.write(image);
            }
        }
        return file;
    }

    private ConfiguredData mapped() throws IOException {
        Path copy = folder.resolve("copy");
        config = resolved("data.source=" + source());
        ScaledParts.open(config.data().orElseThrow().own().orElseThrow()).write(copy);
        Files.delete(folder.resolve("large.npy"));
        config = resolved("data.source=" + copy);
        return ConfiguredData.open(config.data().orElseThrow(), config.seed());
    }

    private static ExperimentConfig resolved(String source) {
        List<String> keys = List.of(
                source, "data.split.test=0", "model.encoder=[32]", "model.decoder=[32]", "model.latent=4", "seed=3");
        return StudyRunner.resolver(new MyVae()).resolve(keys);
    }

    private static ImageSet inTheHeap(ImageSet set) {
        byte[] pixels = new byte[set.size() * PIXELS];
        for (int i = 0; i < set.size(); i++) {
            set.copyPixels(i, pixels, i * PIXELS);
        }
        return ImageSet.builder(set.name(), set.shape(), pixels).build();
    }

    private static ImageBatchIterator batches(ImageSet set) {
        return ImageBatchIterator.shuffled(set, Math.min(BATCH, set.size()), 7)
                .reuseArrays(true)
                .build();
    }

    private static void train(TrainingStep step, ImageBatchIterator batches, int steps) {
        for (int i = 0; i < steps; i++) {
            if (!batches.hasNext()) {
                batches.reset();
            }
            step.apply(batches.next().getFeatures());
        }
    }

    private INDArray trainedOn(ConfiguredData data, ImageSet set) {
        LatentModel model = ConfiguredModel.create(config, data, 1);
        try (TrainingStep step = new TrainingStep(model, 1)) {
            train(step, batches(set), 6);
        }
        return model.graph().params().dup();
    }

    @Test
    void trainingOnAMappedSetEqualsTrainingInTheHeap() throws IOException {
        ConfiguredData data = mapped();
        ImageSet large = data.split().train().images();
        ImageSet held = inTheHeap(large.head(HELD));
        assertThat(large.isMapped()).isTrue();
        assertThat(large.size()).isEqualTo(IMAGES);
        assertThat(held.isMapped()).isFalse();
        assertThat(trainedOn(data, large.head(HELD))).isEqualTo(trainedOn(data, held));
        if (IMAGES >= LARGE) {
            assertThat(relativeSpeed(data, large, held)).isGreaterThan(LEAST_RELATIVE_SPEED);
        }
    }

    /**
     * The speed of training on the mapped set relative to the heap: the ratio of median times over alternating rounds,
     * after the mapped set was read once.
     */
    private double relativeSpeed(ConfiguredData data, ImageSet large, ImageSet held) {
        LatentModel model = ConfiguredModel.create(config, data, 1);
        try (TrainingStep step = new TrainingStep(model, 1)) {
            ImageBatchIterator fromFile = batches(large);
            ImageBatchIterator fromHeap = batches(held);
            while (fromFile.hasNext()) {
                fromFile.next();
            }
            train(step, fromHeap, STEPS);
            train(step, fromFile, STEPS);
            List<Double> file = new ArrayList<>();
            List<Double> heap = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                heap.add(secondsOf(() -> train(step, fromHeap, STEPS)));
                file.add(secondsOf(() -> train(step, fromFile, STEPS)));
            }
            double ratio = median(heap) / median(file);
            System.out.printf(
                    "%d images of 3x64x64, heap of at most %d MB: %.1f ms per step mapped, %.1f ms in the heap,"
                            + " speed %.3f of the heap's%n",
                    IMAGES,
                    Runtime.getRuntime().maxMemory() >> 20,
                    1000 * median(file) / STEPS,
                    1000 * median(heap) / STEPS,
                    ratio);
            return ratio;
        }
    }

    private static double secondsOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }
}
