package org.vae4j.experiment.study.novelty;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.run.PausedException;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.use.Generator;
import org.vae4j.experiment.use.NoveltyCheck;

/**
 * Compares a model that generates new images with one that memorises, by the distance of samples to training images.
 */
public final class NoveltyStudy implements Study {

    /**
     * The keys of the section {@code study}.
     *
     * @param samples the number of samples of each model
     * @param heldOut the number of test images that samples are compared with
     * @param quantile the quantile of the distance ratios of test images that is the threshold for copies
     * @param memoriser the keys of the memorising model that differ, as {@code key=value}
     */
    public record Options(int samples, int heldOut, double quantile, List<String> memoriser) {

        public Options {
            OptionChecks.between("samples", samples, 2, 100_000);
            OptionChecks.between("heldOut", heldOut, 2, 100_000);
            OptionChecks.probability("quantile", quantile);
            memoriser = List.copyOf(memoriser);
        }
    }

    public static void main(String[] args) {
        StudyRunner.main(new NoveltyStudy(), args);
    }

    @Override
    public String name() {
        return "novelty";
    }

    @Override
    public String summary() {
        return "Does a model generate or repeat? Nearest training images of its samples, with a memoriser to compare";
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public void run(StudyContext context) throws IOException, InterruptedException, PausedException {
        Options options = context.options(Options.class);
        // Fails before the first training if the keys of the second model are wrong.
        ConfigResolver.derived(context.config(), "memoriser", options.memoriser());
        check(context, options, "generator", ModelOfStudy.train(context, "generator", List.of(), 0, 0.4), 0.4);
        check(
                context,
                options,
                "memoriser",
                ModelOfStudy.train(context, "memoriser", options.memoriser(), 0.5, 0.9),
                0.9);
    }

    /** Compares the samples of one model with its training images; takes a tenth of the study's progress. */
    private static void check(StudyContext context, Options options, String name, TrainedRun run, double from)
            throws IOException {
        Generator generator = Generator.of(run, Optional.empty());
        NoveltyCheck check = new NoveltyCheck(
                generator,
                run.model(),
                run.data().split(),
                new NoveltyCheck.Options(options.samples(), options.heldOut(), options.quantile(), context.seed()),
                (what, done) -> context.progress(name + ": " + what, from + 0.1 * done));
        context.print(name + "\n" + check.text());
        context.result(name, check.results());
        check.draw(context.figures(), name, generator);
    }
}
