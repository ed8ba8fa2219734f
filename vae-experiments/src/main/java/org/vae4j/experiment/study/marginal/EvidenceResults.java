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

    private static final EvidenceEstimator[] ESTIMATORS = EvidenceEstimator.values();

    /**
     * An estimate from the first draws.
     *
     * @param samples the number of draws
     * @param logEvidenceNats the estimate of log p(x)
     */
    public record RunningEstimate(int samples, double logEvidenceNats) {}

    static EvidenceResults of(MarginalLikelihoodStudy.Options options, long seed, ObjDoubleConsumer<String> progress) {
        EvidenceProblem problem = problem(seed, options, options.latent());
        List<EvidenceTrial> bySamples = new ArrayList<>();
        for (int samples = 1; samples <= options.samples(); samples *= 10) {
            progress.accept(samples + " samples", 0.5 * samples / options.samples());
            bySamples.addAll(trials(problem, options, samples, seed));
        }
        List<EvidenceTrial> byDimension = new ArrayList<>();
        for (int dimension : options.dimensions()) {
            progress.accept(
                    dimension + " latent dimensions",
                    0.5
                            + 0.5
                                    * byDimension.size()
                                    / (ESTIMATORS.length * options.dimensions().size()));
            byDimension.addAll(trials(problem(seed, options, dimension), options, options.samples() / 10, seed));
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

    /** One trial of each estimator. */
    private static List<EvidenceTrial> trials(
            EvidenceProblem problem, MarginalLikelihoodStudy.Options options, int samples, long seed) {
        List<EvidenceTrial> trials = new ArrayList<>();
        for (EvidenceEstimator estimator : ESTIMATORS) {
            long stream = Streams.at(Streams.derive(seed, estimator.name()), samples);
            trials.add(EvidenceTrial.of(estimator, problem, samples, options.repetitions(), stream));
        }
        return trials;
    }

    private static Map<EvidenceEstimator, List<RunningEstimate>> oneRun(
            EvidenceProblem problem, int samples, long seed) {
        List<Integer> counts = counts(samples);
        Map<EvidenceEstimator, List<RunningEstimate>> runs = new LinkedHashMap<>();
        for (EvidenceEstimator estimator : ESTIMATORS) {
            double[] weights = estimator.logWeights(problem.model(), problem.x(), samples, seed);
            runs.put(
                    estimator,
                    counts.stream()
                            .map(n -> new RunningEstimate(n, EvidenceEstimator.estimate(weights, n)))
                            .toList());
        }
        return runs;
    }

    /** Whole numbers from 1 to the largest, about twenty per decade. */
    private static List<Integer> counts(int largest) {
        List<Integer> counts = new ArrayList<>();
        double ratio = Math.pow(10, 0.05);
        // The products of ratios miss the largest number by rounding.
        double end = largest * 1.0001;
        for (double n = 1; n < end; n *= ratio) {
            int count = (int) Math.round(n);
            if (counts.isEmpty() || count > counts.get(counts.size() - 1)) {
                counts.add(count);
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
                .numbers("bias (nats)", "%.4f", trial -> withoutNegativeZero(trial.meanErrorNats()))
                .numbers("sd (nats)", "%.4f", trial -> withoutNegativeZero(trial.standardDeviationNats()))
                .numbers("rmse (nats)", "%.4f", trial -> withoutNegativeZero(trial.rootMeanSquareErrorNats()))
                .numbers("effective", "%.1f", EvidenceTrial::effectiveSamples)
                .of(trials);
    }

    /** Returns 0 for values that round to 0.0000, so that a table does not show the sign of a rounding error. */
    private static double withoutNegativeZero(double value) {
        return Math.abs(value) < 5e-5 ? 0 : value;
    }
}
