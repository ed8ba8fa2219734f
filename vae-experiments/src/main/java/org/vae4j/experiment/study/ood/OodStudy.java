package org.vae4j.experiment.study.ood;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.catalog.DataSpec;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.eval.ood.Score;
import org.vae4j.eval.ood.Scores;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.report.chart.Histograms;
import org.vae4j.experiment.report.image.ImageSheet;
import org.vae4j.experiment.run.TrainingRun;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.study.ComputedStudy;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.math.Streams;

/**
 * Shows which scores of a model tell test images from images of other kinds, and where the likelihood fails to.
 */
public final class OodStudy implements ComputedStudy<OodResults> {

    /** Images of each set that are shown. */
    private static final int SHOWN = 10;
    /** Images per batch; larger batches need more memory and are no faster. */
    private static final int BATCH = 500;

    /**
     * The keys of the section {@code study}.
     *
     * @param images the number of images of each set, or all of a set that has fewer
     * @param samples the number of importance samples per image
     * @param blur standard deviation of the blurred images, in pixels
     */
    public record Options(int images, int samples, double blur) {

        public Options {
            OptionChecks.between("images", images, 10, 100_000);
            OptionChecks.between("samples", samples, 1, 100_000);
            OptionChecks.positive("blur", blur);
        }
    }

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
    public OodResults compute(StudyContext context) throws Exception {
        Options options = context.options(Options.class);
        if (context.config().model().orElseThrow().condition() != ModelConfig.Condition.NONE) {
            throw new ConfigException("model.condition: found a condition, expected none: images from elsewhere have no"
                    + " labels of this data set");
        }
        context.test(TrainingRun.execute(context));
        TrainedRun run = TrainedRun.open(context.directory().root());
        ConfiguredData data = run.data();
        Map<String, ExampleSet> sets = sets(data, options, context);
        context.progress("scoring training images", 1);
        int count = sets.get(OodResults.TEST).size();
        ExampleSet training =
                data.split().train().head(Math.min(count, data.split().train().size()));
        Scores scores = Scores.of(
                run.model(), batches(data, training), options.samples(), Streams.derive(context.seed(), "eval"));
        Map<String, Map<Score, double[]>> scoresBySet = new LinkedHashMap<>();
        for (Map.Entry<String, ExampleSet> set : sets.entrySet()) {
            context.progress("scoring " + set.getKey(), 1);
            if (context.stopRequested()) {
                throw new InterruptedException("stopped while scoring " + set.getKey());
            }
            scoresBySet.put(set.getKey(), scores.score(batches(data, set.getValue())));
        }
        return new OodResults(sets, scores.trainingLogLikelihood(), scoresBySet);
    }

    /** The sets by name: the test images first, then the images of other kinds. */
    private static Map<String, ExampleSet> sets(ConfiguredData data, Options options, StudyContext context) {
        ExampleSet test = data.split()
                .test()
                .head(Math.min(options.images(), data.split().test().size()));
        UnaryOperator<DataSpec> located = context.config()
                .data()
                .orElseThrow()
                .dir()
                .<UnaryOperator<DataSpec>>map(folder -> spec -> spec.withDir(Path.of(folder)))
                .orElse(UnaryOperator.identity());
        Map<String, ExampleSet> sets = new LinkedHashMap<>();
        sets.put(OodResults.TEST, test);
        sets.putAll(new ShiftedImages(test.images(), Streams.derive(context.seed(), "shifted"))
                .all(data.spec().name(), options.blur(), located));
        return sets;
    }

    private static ImageBatchIterator batches(ConfiguredData data, ExampleSet images) {
        return data.evaluation(data.spec().binarisation().apply(images), BATCH);
    }

    @Override
    public void show(OodResults results, StudyContext context) throws IOException {
        context.result("trainingLogLikelihoodNats", results.trainingLogLikelihoodNats());
        context.result("meanScoresNats", results.meansNats());
        context.result("auroc", results.areas());
        context.print(results.text());
        context.figure("images.png", sheet(results.sets()));
        for (Score score : Score.values()) {
            context.figure(
                    OodResults.key(score) + ".png",
                    Histograms.of("Test images and others", score.label() + " (nats)", results.distributions(score)));
        }
    }

    private static ImageSheet sheet(Map<String, ExampleSet> sets) {
        ImageShape shape = sets.get(OodResults.TEST).imageShape();
        ImageSheet sheet = new ImageSheet(shape.channels(), shape.height(), shape.width())
                .columns(SHOWN)
                .scale(2);
        for (ExampleSet set : sets.values()) {
            for (int i = 0; i < SHOWN; i++) {
                float[] pixels = new float[shape.size()];
                // Evenly spread over the set, so that constant images from black to white are shown.
                set.copyTo(i * (set.size() - 1) / (SHOWN - 1), pixels, 0);
                sheet.add(pixels);
            }
        }
        return sheet;
    }
}
