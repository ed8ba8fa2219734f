package org.vae4j.model;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.manifold.SpherePrior;
import org.vae4j.latent.manifold.VonMisesFisherPosterior;
import org.vae4j.latent.manifold.WrappedNormalPosterior;
import org.vae4j.latent.manifold.WrappedNormalPrior;
import org.vae4j.latent.positive.GammaPosterior;
import org.vae4j.latent.positive.GammaPrior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.ConformanceTest.Row;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.ball.LogMap;
import org.vae4j.network.block.Dense;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.Objective;
import org.vae4j.objective.aggregate.KlBalanceTerm;
import org.vae4j.train.FlushingAdam;

/** The rows of docs/conformance.md that cover latents in curved spaces, gamma latents, bounds and KL balancing. */
final class ManifoldConformance {

    private static final double LEAST_SHAPE = 0.2;
    private static final double LEAST_RATE = 1e-300;

    private ManifoldConformance() {}

    /** The s with softplus(s) = x; for x > 30 the two are equal to rounding. */
    private static double inverseSoftplus(double x) {
        return x > 30 ? x : Math.log(Math.expm1(x));
    }

    static List<Row> rows() {
        return List.of(
                new Row(
                        "`model.posterior: von_mises_fisher` in three dimensions",
                        "KL = κ coth κ − 1 + log(κ / sinh κ), κ from 0.1 to 10⁴",
                        1e-11,
                        ManifoldConformance::divergenceInThreeDimensions),
                new Row(
                        "`{von_mises_fisher: {offset: 0}}` with κ = 0",
                        "the uniform prior: each draw's log p(z) − log q(z\\|x) is 0",
                        1e-12,
                        ManifoldConformance::withoutConcentration),
                new Row(
                        "`{wrapped_normal: {curvature: 1e-10}}`, decoder `[{logMap: 1e-10}, …]`",
                        "the diagonal Gaussian against N(0, I): the bound of three draws",
                        1e-8,
                        ManifoldConformance::withoutCurvature),
                new Row(
                        "`model.posterior: gamma`, all shapes being 1",
                        "exponential distributions: KL = log(b / d) + d / b − 1, b from 0.01 to 100",
                        1e-12,
                        ManifoldConformance::divergenceOfExponentials),
                new Row(
                        "`model.posterior: gamma`, its parameters being the prior's",
                        "the prior: KL and each draw's log p(z) − log q(z\\|x) are 0",
                        1e-12,
                        ManifoldConformance::gammaAgainstItself),
                new Row(
                        "`{diagonal_gaussian: {leastLogVar: -60, mostLogVar: 20}}`",
                        "the model without bounds, three draws: every gradient",
                        0,
                        () -> ConformanceTest.between(
                                ConformanceTest.model(bounded(), bound(), 3), ConformanceTest.model(bound(), 3))),
                new Row("`kl_balance: 1` from the second epoch on", "the ELBO without it", 0, () -> inSecondEpoch()));
    }

    private static Objective bound() {
        return ComposedObjective.of(new ImportanceWeightedReducer());
    }

    private static LatentSpec bounded() {
        return new LatentSpec(new DiagonalGaussianPosterior(-60, 20), new StandardNormalPrior());
    }

    /** One latent on the sphere whose concentration κ is softplus(s). */
    private static LatentRows sphere(double s) {
        LatentRows rows = new LatentRows(LatentPart.of(3, new VonMisesFisherPosterior(0), new SpherePrior()), 1, 1);
        double[] parameters = {0.4, -2, 1, s};
        System.arraycopy(parameters, 0, rows.parameters().values(), 0, 4);
        rows.z().values()[1] = 1;
        return rows;
    }

    private static double divergenceInThreeDimensions() {
        double largest = 0;
        for (double kappa : new double[] {0.1, 1, 10, 100, 1000, 1e4}) {
            LatentRows rows = sphere(inverseSoftplus(kappa));
            rows.closedKl().orElseThrow().evaluate(rows);
            double logSinh = kappa - Math.log(2) + Math.log1p(-Math.exp(-2 * kappa));
            double known = kappa / Math.tanh(kappa) - 1 + Math.log(kappa) - logSinh;
            largest = Math.max(largest, Math.abs(rows.kl().values()[0] - known));
        }
        return largest;
    }

    private static double withoutConcentration() {
        LatentRows rows = sphere(-800);
        double[] ratio = new double[1];
        rows.logRatio().addTo(rows, ratio);
        return Math.abs(ratio[0]);
    }

    /** One gamma latent with its divergence from a prior. */
    private static LatentRows gamma(double shape, double rate, GammaPrior prior) {
        LatentRows rows = new LatentRows(LatentPart.of(1, new GammaPosterior(LEAST_SHAPE, LEAST_RATE), prior), 1, 1);
        rows.parameters().values()[0] = inverseSoftplus(shape - LEAST_SHAPE);
        rows.parameters().values()[1] = inverseSoftplus(rate);
        rows.z().values()[0] = 1.7;
        rows.closedKl().orElseThrow().evaluate(rows);
        return rows;
    }

    private static double divergenceOfExponentials() {
        double largest = 0;
        for (double rate : new double[] {0.01, 0.1, 1, 10, 100}) {
            double known = Math.log(rate / 2) + 2 / rate - 1;
            double found = gamma(1, rate, new GammaPrior(1, 2)).kl().values()[0];
            largest = Math.max(largest, Math.abs(found - known) / Math.max(1, known));
        }
        return largest;
    }

    private static double gammaAgainstItself() {
        double largest = 0;
        for (double shape : new double[] {0.3, 1, 6}) {
            LatentRows rows = gamma(shape, 2.5, new GammaPrior(shape, 2.5));
            double[] ratio = new double[1];
            rows.logRatio().addTo(rows, ratio);
            largest = Math.max(
                    largest, Math.max(Math.abs(ratio[0]), Math.abs(rows.kl().values()[0])));
        }
        return largest;
    }

    /**
     * The models have the same parameters; the plain decoder's first layer is the second block of the one in the ball.
     */
    private static double withoutCurvature() {
        LatentModel plain = ConformanceTest.model(bound(), 3);
        double curvature = 1e-10;
        ModelSpec spec = new ModelSpec(
                new Architecture(
                        new Shape.Features(Math.toIntExact(ConformanceTest.X.size(1))),
                        Dense.layers(List.of(7)),
                        2,
                        new DecoderLayout.Listed(List.of(new LogMap(curvature), new Dense(4))),
                        new Style(Nonlinearity.TANH)),
                new LatentSpec(new WrappedNormalPosterior(curvature), new WrappedNormalPrior(curvature, 1)),
                new BernoulliLikelihood(),
                bound(),
                3);
        LatentModel curved = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE);
        List<String> curvedLayers = List.of("encoder-1", "posterior", "decoder-2", "likelihood-parameters");
        List<String> plainLayers = List.of("encoder-1", "posterior", "decoder-1", "likelihood-parameters");
        for (int i = 0; i < curvedLayers.size(); i++) {
            curved.graph()
                    .getLayer(curvedLayers.get(i))
                    .setParams(plain.graph().getLayer(plainLayers.get(i)).params());
        }
        return Math.abs(curved.elbo(ConformanceTest.X, 3).objectiveNats()
                - plain.elbo(ConformanceTest.X, 3).objectiveNats());
    }

    private static double inSecondEpoch() {
        LatentModel balanced =
                ConformanceTest.model(new ComposedObjective(new ElboReducer(), null, List.of(new KlBalanceTerm(1))), 1);
        balanced.graph().getConfiguration().setEpochCount(1);
        LatentModel plain = ConformanceTest.model(ComposedObjective.of(new ElboReducer()), 1);
        plain.graph().getConfiguration().setEpochCount(1);
        return ConformanceTest.between(balanced, plain);
    }
}
