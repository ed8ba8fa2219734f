package org.vae4j.experiment.study.ood;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.eval.ood.Auroc;
import org.vae4j.eval.ood.Score;
import org.vae4j.eval.ood.Scores;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.Histograms;
import org.vae4j.experiment.report.image.ImageSheet;
import org.vae4j.experiment.run.PausedException;
import org.vae4j.experiment.run.TrainingRun;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.math.Streams;

/**
 * Telling test images from other images by what a model says of them: which score does it, and where likelihood fails.
 */
public final class OodStudy implements Study {

    private static final int SHOWN = 10;
    /** Images at once; more would only need more memory. */
    private static final int BATCH = 500;

    /** A study. */
    public OodStudy() {}

    /**
     * Its keys.
     *
     * @param images of each set; fewer where a set has fewer
     * @param samples importance samples per image
     * @param blur standard deviation of the blurred images, in pixels
     */
    public record Options(int images, int samples, double blur) {

        /** Validates. */
        public Options {
            OptionChecks.between("images", images, 10, 100_000);
            OptionChecks.between("samples", samples, 1, 100_000);
            OptionChecks.positive("blur", blur);
        }
    }

    /**
     * Runs it.
     *
     * @param args options and {@code key=value} overrides
     */
    public static void main(String[] args) {
        StudyRunner.main(new OodStudy(), args);
    }

    @Override
    public String name() {
        return "ood";
    }

    @Override
    public String summary() {
        return "Out of distribution: six scores of a VAE against lines, inverted, blurred, constant images and noise";
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public void run(StudyContext context) throws IOException, InterruptedException, PausedException {
        Options options = context.options(Options.class);
        if (context.config().model().orElseThrow().condition() != ModelConfig.Condition.NONE) {
            throw new ConfigException("model.condition: found a condition, expected none: images from elsewhere have no"
                    + " labels of this data set");
        }
        context.test(TrainingRun.execute(context));
        TrainedRun run = TrainedRun.open(context.directory().root());
        ConfiguredData data = run.data();
        int count = Math.min(options.images(), data.split().test().size());
        ExampleSet inside = data.split().test().head(count);
        Map<String, ImageSet> outside = new ShiftedImages(inside.images(), Streams.derive(context.seed(), "shifted"))
                .all(
                        data.spec().name(),
                        options.blur(),
                        context.config().data().orElseThrow().dir().map(Path::of));
        sheet(context, inside, outside);

        context.progress("scoring training images", 1);
        ExampleSet training =
                data.split().train().head(Math.min(count, data.split().train().size()));
        Scores scores = Scores.of(
                run.model(), batches(data, training), options.samples(), Streams.derive(context.seed(), "eval"));
        context.result("trainingLogLikelihoodNats", scores.trainingLogLikelihood());
        Map<String, Map<Score, double[]>> all = new LinkedHashMap<>();
        all.put("test", scores.score(batches(data, inside)));
        for (Map.Entry<String, ImageSet> set : outside.entrySet()) {
            context.progress("scoring " + set.getKey(), 1);
            if (context.stopRequested()) {
                throw new InterruptedException("stopped while scoring " + set.getKey());
            }
            all.put(set.getKey(), scores.score(batches(data, set.getValue())));
        }
        report(context, all);
    }

    private static ImageBatchIterator batches(ConfiguredData data, ExampleSet images) {
        return data.evaluation(data.spec().binarisation().apply(images), BATCH);
    }

    private static void report(StudyContext context, Map<String, Map<Score, double[]>> all) throws IOException {
        Map<String, Map<String, Auroc>> areas = new LinkedHashMap<>();
        Map<String, Map<String, Double>> means = new LinkedHashMap<>();
        for (Map.Entry<String, Map<Score, double[]>> set : all.entrySet()) {
            for (Score score : Score.values()) {
                double[] values = set.getValue().get(score);
                double mean = java.util.Arrays.stream(values).average().orElseThrow();
                means.computeIfAbsent(set.getKey(), n -> new LinkedHashMap<>()).put(key(score), mean);
                if (!set.getKey().equals("test")) {
                    Auroc area = Auroc.of(all.get("test").get(score), values);
                    areas.computeIfAbsent(set.getKey(), n -> new LinkedHashMap<>())
                            .put(key(score), area);
                }
            }
        }
        context.result("meanScoresNats", means);
        context.result("auroc", areas);
        context.print(table(areas));
        for (Score score : Score.values()) {
            Map<String, double[]> distributions = new LinkedHashMap<>();
            all.forEach((name, values) -> distributions.put(name, values.get(score)));
            Charts.save(
                    Histograms.of("Test images and others", score.label() + " (nats)", distributions),
                    context.figures().resolve(key(score) + ".png"));
        }
    }

    private static String table(Map<String, Map<String, Auroc>> areas) {
        StringBuilder text = new StringBuilder("AUROC, test images against others, with 95 % interval\n");
        text.append(String.format("%-14s", ""));
        for (Score score : Score.values()) {
            text.append(String.format("%-24s", key(score)));
        }
        areas.forEach((name, row) -> {
            text.append(String.format("%n%-14s", name));
            row.values()
                    .forEach(a -> text.append(String.format(
                            Locale.ROOT,
                            "%-24s",
                            String.format(Locale.ROOT, "%.3f (%.3f, %.3f)", a.value(), a.lower(), a.upper()))));
        });
        return text.toString();
    }

    /** LOG_LIKELIHOOD becomes log-likelihood. */
    private static String key(Score score) {
        return score.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void sheet(StudyContext context, ExampleSet inside, Map<String, ? extends ExampleSet> outside)
            throws IOException {
        ImageShape shape = inside.imageShape();
        ImageSheet sheet = new ImageSheet(shape.channels(), shape.height(), shape.width())
                .columns(SHOWN)
                .scale(2);
        Map<String, ExampleSet> all = new LinkedHashMap<>();
        all.put("test", inside);
        all.putAll(outside);
        for (ExampleSet set : all.values()) {
            for (int i = 0; i < SHOWN; i++) {
                float[] pixels = new float[shape.size()];
                // Spread over the set: constant images go from black to white.
                set.copyTo(i * (set.size() - 1) / (SHOWN - 1), pixels, 0);
                sheet.add(pixels);
            }
        }
        sheet.save(context.figures().resolve("images.png"));
    }
}
