package org.vae4j.experiment.study.reparam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjDoubleConsumer;
import org.vae4j.experiment.study.exact.LinearGaussianModel;
import org.vae4j.math.Streams;

/** Compares the estimators of a gradient: their variance, and the bound that ascents by them reach. */
final class GradientComparison {

    /** Step sizes to choose from, so that each estimator is shown at its best. */
    private static final double[] RATES = {1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2};

    private static final GradientEstimator[] ESTIMATORS = GradientEstimator.values();

    private final ReparameterisationStudy.Options options;
    private final long seed;
    private final ObjDoubleConsumer<String> progress;

    GradientComparison(ReparameterisationStudy.Options options, long seed, ObjDoubleConsumer<String> progress) {
        this.options = options;
        this.seed = seed;
        this.progress = progress;
    }

    GradientResults results() {
        List<GradientTrial> trials = trials();
        BoundProblem problem = problem(options.latent());
        return new GradientResults(options.steps(), options.latent(), trials, problem.bestElbo(), ascents(problem));
    }

    private List<GradientTrial> trials() {
        List<GradientTrial> trials = new ArrayList<>();
        for (int dimension : options.dimensions()) {
            progress.accept(
                    dimension + " latent dimensions",
                    0.5
                            * trials.size()
                            / (ESTIMATORS.length * options.dimensions().size()));
            BoundProblem problem = problem(dimension);
            for (GradientEstimator estimator : ESTIMATORS) {
                trials.add(GradientTrial.of(
                        estimator, problem, options.draws(), options.repetitions(), noiseSeed(estimator)));
            }
        }
        return trials;
    }

    private Map<GradientEstimator, List<Double>> ascents(BoundProblem problem) {
        Map<GradientEstimator, List<Double>> traces = new LinkedHashMap<>();
        for (GradientEstimator estimator : ESTIMATORS) {
            progress.accept("ascending", 0.5 + 0.5 * traces.size() / ESTIMATORS.length);
            traces.put(estimator, bestAscent(estimator, problem));
        }
        return traces;
    }

    /** The ascent at the best of all step sizes; −∞ alone where every ascent diverged. */
    private List<Double> bestAscent(GradientEstimator estimator, BoundProblem problem) {
        List<Double> best = List.of(Double.NEGATIVE_INFINITY);
        for (double rate : RATES) {
            double[] rates = new double[options.steps()];
            Arrays.fill(rates, rate);
            List<Double> trace = GradientTrial.ascend(estimator, problem, options.draws(), rates, noiseSeed(estimator));
            boolean complete = trace.size() == options.steps() + 1;
            if (complete && GradientResults.tail(trace) > GradientResults.tail(best)) {
                best = trace;
            }
        }
        return best;
    }

    private BoundProblem problem(int latent) {
        LinearGaussianModel model = LinearGaussianModel.random(
                options.observed(), latent, options.noiseVariance(), Streams.at(Streams.derive(seed, "init"), latent));
        return new BoundProblem(model, model.sample(Streams.at(Streams.derive(seed, "data"), latent)));
    }

    private long noiseSeed(GradientEstimator estimator) {
        return Streams.derive(seed, "latent " + estimator.name());
    }
}
