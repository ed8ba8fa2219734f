package org.vae4j.experiment.study.marginal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ObjDoubleConsumer;
import org.vae4j.experiment.report.text.TextTable;
import org.vae4j.experiment.study.exact.LinearGaussianModel;
import org.vae4j.math.Streams;

/**
 * The errors of all estimators of log p(x).
 *
 * @param latent dimensions of z where the number of samples varies
 * @param exactLogEvidenceNats log p(x) in closed form, with that many dimensions
 * @param oneRun the estimates of one run of each estimator as it draws, with that many dimensions
 * @param bySamples the trials with that many dimensions, by the number of samples
 * @param byDimension the trials with one number of samples, by the dimensions of z
 */
public record EvidenceResults(
        int latent,
        double exactLogEvidenceNats,
        Map<EvidenceEstimator, List<RunningEstimate>> oneRun,
        List<EvidenceTrial> bySamples,
        List<EvidenceTrial> byDimension) {

    /**
     * An estimate from the first draws.
     *
     * @param samples how many draws
     * @param logEvidenceNats the estimate of log p(x)
     */
    public record RunningEstimate(int samples, double logEvidenceNats) {}

    static EvidenceResults of(MarginalLikelihoodStudy.Options options, long seed, ObjDoubleConsumer<String> progress) {
        EvidenceProblem problem = problem(seed, options, options.latent());
        List<EvidenceTrial> bySamples = new ArrayList<>();
        for (int samples = 1; samples <= options.samples(); samples *= 10) {
            progress.accept(samples + " samples", 0.5 * samples / options.samples());
            addTrials(bySamples, problem, options, samples, seed);
        }
        List<EvidenceTrial> byDimension = new ArrayList<>();
        for (int dimension : options.dimensions()) {
            progress.accept(
                    dimension + " latent dimensions",
                    0.5 + 0.5 * byDimension.size() / (3 * options.dimensions().size()));
            addTrials(byDimension, problem(seed, options, dimension), options, options.samples() / 10, seed);
        }
        return new EvidenceResults(
                options.latent(),
                problem.model().logEvidence(problem.x()),
                oneRun(problem, options.samples(), Streams.derive(seed, "path")),
                bySamples,
                byDimension);
    }

    private static EvidenceProblem problem(long seed, MarginalLikelihoodStudy.Options options, int latent) {
        LinearGaussianModel model = LinearGaussianModel.random(
                options.observed(), latent, options.noiseVariance(), Streams.at(Streams.derive(seed, "init"), latent));
        return new EvidenceProblem(model, model.sample(Streams.at(Streams.derive(seed, "data"), latent)));
    }

    private static void addTrials(
            List<EvidenceTrial> trials,
            EvidenceProblem problem,
            MarginalLikelihoodStudy.Options options,
            int samples,
            long seed) {
        for (EvidenceEstimator estimator : EvidenceEstimator.values()) {
            long stream = Streams.at(Streams.derive(seed, estimator.name()), samples);
            trials.add(EvidenceTrial.of(estimator, problem, samples, options.repetitions(), stream));
        }
    }

    private static Map<EvidenceEstimator, List<RunningEstimate>> oneRun(
            EvidenceProblem problem, int samples, long seed) {
        List<Integer> counts = counts(samples);
        Map<EvidenceEstimator, List<RunningEstimate>> runs = new LinkedHashMap<>();
        for (EvidenceEstimator estimator : EvidenceEstimator.values()) {
            double[] weights = estimator.logWeights(problem.model(), problem.x(), samples, seed);
            runs.put(
                    estimator,
                    counts.stream()
                            .map(n -> new RunningEstimate(n, EvidenceEstimator.estimate(weights, n)))
                            .toList());
        }
        return runs;
    }

    /** About twenty numbers per decade, from 1. */
    private static List<Integer> counts(int largest) {
        List<Integer> counts = new ArrayList<>();
        for (double n = 1; n < largest * 1.0001; n *= Math.pow(10, 0.05)) {
            if (counts.isEmpty() || (int) Math.round(n) > counts.get(counts.size() - 1)) {
                counts.add((int) Math.round(n));
            }
        }
        return counts;
    }

    String text() {
        return String.format(Locale.ROOT, "log p(x) = %.4f nats%n%n", exactLogEvidenceNats)
                + table(bySamples)
                + "\n\n"
                + table(byDimension);
    }

    private static String table(List<EvidenceTrial> trials) {
        return new TextTable<EvidenceTrial>()
                .words("estimator", trial -> trial.estimator().label())
                .numbers("latents", "%d", EvidenceTrial::latent)
                .numbers("samples", "%d", EvidenceTrial::samples)
                .numbers("bias (nats)", "%.4f", trial -> zero(trial.meanErrorNats()))
                .numbers("sd (nats)", "%.4f", trial -> zero(trial.standardDeviationNats()))
                .numbers("rmse (nats)", "%.4f", trial -> zero(trial.rootMeanSquareErrorNats()))
                .numbers("effective", "%.1f", EvidenceTrial::effectiveSamples)
                .of(trials);
    }

    /** The value without the sign of a rounding error. */
    private static double zero(double value) {
        return Math.abs(value) < 5e-5 ? 0 : value;
    }
}
