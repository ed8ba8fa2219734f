package org.vae4j.experiment.study.reparam;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vae4j.experiment.study.ComputedStudy;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;

/** Compares the variance of gradients by the reparameterisation trick with that of the score function. */
public final class ReparameterisationStudy implements ComputedStudy<GradientResults> {

    /**
     * The keys of the section {@code study}.
     *
     * @param observed dimensions of x
     * @param noiseVariance the variance of the likelihood
     * @param draws the number of draws of z per gradient
     * @param repetitions the number of gradients that the variance is estimated from
     * @param dimensions the numbers of dimensions of z to compare
     * @param latent dimensions of z where the bound is ascended
     * @param steps the number of steps of gradient ascent
     */
    public record Options(
            int observed,
            double noiseVariance,
            int draws,
            int repetitions,
            List<Integer> dimensions,
            int latent,
            int steps) {

        public Options {
            OptionChecks.between("observed", observed, 1, 500);
            OptionChecks.positive("noiseVariance", noiseVariance);
            OptionChecks.between("draws", draws, 2, 10_000);
            OptionChecks.between("repetitions", repetitions, 10, 1_000_000);
            dimensions = List.copyOf(dimensions);
            OptionChecks.require(
                    !dimensions.isEmpty(), "dimensions", dimensions, "at least one, for example [1, 2, 4]");
            dimensions.forEach(d -> OptionChecks.between("dimensions", d, 1, 100));
            OptionChecks.between("latent", latent, 1, 100);
            OptionChecks.between("steps", steps, 10, 100_000);
        }
    }

    public static void main(String[] args) {
        StudyRunner.main(new ReparameterisationStudy(), args);
    }

    @Override
    public String name() {
        return "reparameterisation";
    }

    @Override
    public String summary() {
        return "Gradient variance: the reparameterisation trick against the score function";
    }

    @Override
    public String defaults() {
        return """
                study:
                  observed: 20              # dimensions of x
                  noiseVariance: 0.5        # of the likelihood
                  draws: 10                 # of z per gradient
                  repetitions: 2000         # gradients to estimate the variance from
                  dimensions: [1, 2, 4, 8, 16, 32]   # of z, to compare
                  latent: 8                 # dimensions of z where the bound is ascended
                  steps: 500                # of gradient ascent
                """;
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public GradientResults compute(StudyContext context) {
        return new GradientComparison(context.options(Options.class), context.seed(), context::progress).results();
    }

    @Override
    public void show(GradientResults results, StudyContext context) throws IOException {
        context.print(results.text());
        context.result("gradientTrials", results.trials());
        context.result("bestElboNats", results.bestElboNats());
        Map<String, Double> last = new LinkedHashMap<>();
        results.ascents().forEach((estimator, trace) -> last.put(estimator.name(), trace.get(trace.size() - 1)));
        context.result("elboNatsAfterAscent", last);
        context.figure("variance.png", GradientFigures.variance(results));
        context.figure("ascent.png", GradientFigures.ascent(results));
    }
}
