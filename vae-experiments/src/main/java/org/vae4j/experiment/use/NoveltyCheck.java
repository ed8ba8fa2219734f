package org.vae4j.experiment.use;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.eval.novelty.Closeness;
import org.vae4j.eval.novelty.Novelty;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.Histograms;
import org.vae4j.experiment.report.image.ImageSheet;
import org.vae4j.experiment.run.configured.OneHot;
import org.vae4j.model.LatentModel;

/**
 * Compares samples of a model with the images that it was trained on, in pixel space and in latent space. Test images,
 * which the model has not seen, are compared in the same way: they show how close new images are.
 */
public final class NoveltyCheck {

    private static final int MAX_SHOWN = 30;
    private static final int COLUMNS = 10;
    /** The size in pixels that small images are magnified to, about. */
    private static final int SHOWN_SIZE = 56;

    /** The shares of the work that are done when the neighbours of samples, and those in latent space, are searched. */
    private static final double DONE_BEFORE_SAMPLES = 0.6;

    private static final double DONE_BEFORE_LATENTS = 0.9;

    private final ExampleSet training;
    private final INDArray samples;
    private final Closeness pixelSamples;
    private final Closeness pixelHeldOut;
    private final Novelty pixels;
    private final Novelty latents;

    /**
     * The settings of a check.
     *
     * @param samples the number of samples that are drawn from the prior and decoded, from 2 to 100,000
     * @param heldOut the number of test images to compare with, at least 2; all of them if there are fewer
     * @param quantile the quantile of the held-out images' ratios that is the threshold, between 0 and 1
     * @param seed the seed of the samples
     */
    public record Options(int samples, int heldOut, double quantile, long seed) {

        private static final int MAX_SAMPLES = 100_000;

        public Options {
            require(samples >= 2 && samples <= MAX_SAMPLES, "samples", samples, "2 to " + MAX_SAMPLES);
            require(heldOut >= 2, "heldOut", heldOut, "at least 2");
            require(quantile > 0 && quantile < 1, "quantile", quantile, "a number between 0 and 1");
        }

        private static void require(boolean holds, String name, Object found, String expected) {
            if (!holds) {
                throw new IllegalArgumentException(name + ": found " + found + ", expected " + expected);
            }
        }
    }

    /**
     * Compares samples of a model with its training images.
     *
     * @param generator the model's decoder
     * @param model the model, whose encoder gives the latent space
     * @param data the training images and the test images
     * @param options the settings
     * @param progress is told the current step and the share of the work that is done
     */
    public NoveltyCheck(
            Generator generator, LatentModel model, Split data, Options options, ObjDoubleConsumer<String> progress) {
        this.training = data.train();
        this.samples = generator.decode(generator.prior(options.samples(), options.seed()), i -> label(i, generator));
        ExampleSet heldOut =
                data.test().head(Math.min(options.heldOut(), data.test().size()));
        progress.accept("neighbours of held-out images", 0);
        INDArray unseen = Examples.features(heldOut);
        pixelHeldOut = Closeness.of(unseen, () -> Examples.blocks(training));
        progress.accept("neighbours of samples", DONE_BEFORE_SAMPLES);
        pixelSamples = Closeness.of(samples, () -> Examples.blocks(training));
        pixels = Novelty.judge(pixelSamples, pixelHeldOut, generator.features(), options.quantile());
        progress.accept("neighbours in latent space", DONE_BEFORE_LATENTS);
        latents = Novelty.judge(
                Closeness.of(
                        model.location(OneHot.behind(model, samples, i -> label(i, generator))), () -> codes(model)),
                Closeness.of(model.location(Examples.inputs(model, heldOut)), () -> codes(model)),
                model.latent(),
                options.quantile());
        progress.accept("novelty", 1);
    }

    /** The label of a sample of a conditional model: each label in turn. Models without a condition never ask. */
    private static int label(int sample, Generator generator) {
        return sample % generator.condition();
    }

    private Iterator<INDArray> codes(LatentModel model) {
        return Examples.blocks(training, model.condition(), model::location);
    }

    /** {@return the judgement in pixel space, the main result} */
    public Novelty pixels() {
        return pixels;
    }

    /** {@return the judgement on the locations of posteriors; its number of exact duplicates has no meaning} */
    public Novelty latents() {
        return latents;
    }

    /** {@return both judgements, and the share of near-duplicates, for a JSON file} */
    public Map<String, Object> results() {
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("nearDuplicateShare", pixels.nearDuplicateShare());
        results.put("pixels", pixels);
        results.put("latents", latents);
        return results;
    }

    /** {@return the results in a few lines of text} */
    public String text() {
        return String.format(
                Locale.ROOT,
                "near-duplicates: %d of %d samples (%.1f %%); %.1f %% of new images would be%nexact duplicates:"
                        + " %d%ndistance to the nearest of %d training images, median: %.2f of samples, %.2f of held-out"
                        + " images%na held-out image is farther than a sample with probability %.3f (95 %%: %.3f to"
                        + " %.3f)%nin latent space: %d near-duplicates (%.1f %%)",
                pixels.nearDuplicates(),
                pixels.samples(),
                100 * pixels.nearDuplicateShare(),
                100 * pixels.quantile(),
                pixels.exactDuplicates(),
                pixels.references(),
                pixels.medianSampleDistance(),
                pixels.medianHeldOutDistance(),
                pixels.copying().value(),
                pixels.copying().lower(),
                pixels.copying().upper(),
                latents.nearDuplicates(),
                100 * latents.nearDuplicateShare());
    }

    /**
     * Draws two sheets of samples above their nearest training images, the first samples and those with the smallest
     * ratios, and charts of the distributions of ratios and distances.
     *
     * @param folder the folder of the files
     * @param name the beginning of the files' names
     * @param generator the decoder of the samples; no sheets are drawn if it makes rows of a table instead of images
     * @throws IOException if a file cannot be written
     */
    public void draw(Path folder, String name, Generator generator) throws IOException {
        double[] ratios = pixelSamples.ratios();
        int shown = Math.min(MAX_SHOWN, ratios.length);
        List<Integer> first = IntStream.range(0, shown).boxed().toList();
        List<Integer> suspicious = IntStream.range(0, ratios.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> ratios[i]))
                .limit(shown)
                .toList();
        if (generator.hasPictures()) {
            sheet(first, generator.shape()).save(folder.resolve(name + "-neighbours.png"));
            sheet(suspicious, generator.shape()).save(folder.resolve(name + "-nearest.png"));
        }
        Map<String, double[]> ratiosByName = new LinkedHashMap<>();
        ratiosByName.put("samples", ratios);
        ratiosByName.put("held-out images", pixelHeldOut.ratios());
        ratiosByName.put("threshold", new double[] {pixels.thresholdRatio()});
        Charts.save(
                Histograms.of(
                        "How close to the nearest training image, t, for how isolated t is",
                        "d(x, t) / d(t, its own nearest)",
                        ratiosByName),
                folder.resolve(name + "-ratios.png"));
        Map<String, double[]> distances = new LinkedHashMap<>();
        distances.put("samples", pixelSamples.distances());
        distances.put("held-out images", pixelHeldOut.distances());
        Charts.save(
                Histograms.of("Distance to the nearest training image", "Euclidean distance of pixels", distances),
                folder.resolve(name + "-distances.png"));
    }

    /**
     * A sheet with rows of samples, each above a row of their nearest training images. Samples beyond the last whole
     * row are left out, since they would not stand above their neighbours.
     */
    private ImageSheet sheet(List<Integer> queries, ImageShape shape) {
        ImageSheet sheet = new ImageSheet(shape.channels(), shape.height(), shape.width())
                .columns(Math.min(COLUMNS, queries.size()))
                .scale(Math.max(1, SHOWN_SIZE / Math.max(shape.height(), shape.width())));
        for (int from = 0; from + COLUMNS <= queries.size() || from == 0; from += COLUMNS) {
            List<Integer> row = queries.subList(from, Math.min(queries.size(), from + COLUMNS));
            row.forEach(i -> sheet.add(samples.getRow(i).dup().toFloatVector()));
            for (int i : row) {
                float[] neighbour = new float[shape.size()];
                training.copyTo(pixelSamples.neighbour(i), neighbour, 0);
                sheet.add(neighbour);
            }
        }
        return sheet;
    }
}
