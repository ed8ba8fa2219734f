package org.vae4j.experiment.study.marginal;

import java.io.IOException;
import java.util.List;
import org.vae4j.experiment.study.ComputedStudy;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;

/**
 * Compares naive Monte Carlo over the prior with importance sampling as estimators of log p(x), where p(x) is known.
 */
public final class MarginalLikelihoodStudy implements ComputedStudy<EvidenceResults> {

    /**
     * The keys of the section {@code study}.
     *
     * @param observed dimensions of x
     * @param latent dimensions of z where the number of samples varies
     * @param noiseVariance the variance of the likelihood
     * @param samples the largest number of samples of an estimate
     * @param repetitions the number of independent estimates of each kind
     * @param dimensions the numbers of dimensions of z to compare
     */
    public record Options(
            int observed, int latent, double noiseVariance, int samples, int repetitions, List<Integer> dimensions) {

        public Options {
            OptionChecks.between("observed", observed, 1, 500);
            OptionChecks.between("latent", latent, 1, 100);
            OptionChecks.positive("noiseVariance", noiseVariance);
            OptionChecks.between("samples", samples, 10, 1_000_000);
            OptionChecks.between("repetitions", repetitions, 2, 10_000);
            dimensions = List.copyOf(dimensions);
            OptionChecks.require(
                    !dimensions.isEmpty(), "dimensions", dimensions, "at least one, for example [1, 2, 4]");
            dimensions.forEach(d -> OptionChecks.between("dimensions", d, 1, 100));
        }
    }

    public static void main(String[] args) {
        StudyRunner.main(new MarginalLikelihoodStudy(), args);
    }

    @Override
    public String name() {
        return "marginal-likelihood";
    }

    @Override
    public String summary() {
        return "Estimating log p(x): naive Monte Carlo against importance sampling, where p(x) is known";
    }

    @Override
    public String defaults() {
        return """
                study:
                  observed: 20             # dimensions of x
                  latent: 6                # dimensions of z where the number of samples varies
                  noiseVariance: 0.1       # of the likelihood
                  samples: 10000           # the largest number of samples of an estimate
                  repetitions: 50          # independent estimates of each kind
                  dimensions: [1, 2, 4, 6, 8, 12, 16]   # of z, to compare at the largest number of samples
                """;
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public EvidenceResults compute(StudyContext context) {
        return EvidenceResults.of(context.options(Options.class), context.seed(), context::progress);
    }

    @Override
    public void show(EvidenceResults results, StudyContext context) throws IOException {
        context.print(results.text());
        context.result("exactLogEvidenceNats", results.exactLogEvidenceNats());
        context.result("bySamples", results.bySamples());
        context.result("byDimension", results.byDimension());
        context.figure("one-run.png", EvidenceFigures.oneRun(results));
        context.figure("error-by-samples.png", EvidenceFigures.bySamples(results.bySamples()));
        context.figure("error-by-dimension.png", EvidenceFigures.byDimension(results.byDimension()));
    }
}
