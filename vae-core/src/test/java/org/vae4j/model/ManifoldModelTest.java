package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.eval.LogLikelihoodEstimate;
import org.vae4j.eval.aggregate.PosteriorDiagnostics;
import org.vae4j.eval.annealed.AnnealedImportanceSampling;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;
import org.vae4j.latent.manifold.PoincareBall;
import org.vae4j.latent.manifold.SpherePrior;
import org.vae4j.latent.manifold.VonMisesFisherPosterior;
import org.vae4j.latent.manifold.WrappedNormalPosterior;
import org.vae4j.latent.manifold.WrappedNormalPrior;
import org.vae4j.latent.posterior.DeltaPosterior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.RingPrior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.latent.prior.SwissRollPrior;
import org.vae4j.latent.prior.VampPrior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.math.LogSumExp;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.Activation;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.ball.Gyroplane;
import org.vae4j.network.ball.LogMap;
import org.vae4j.network.block.Dense;
import org.vae4j.network.init.OfNetwork;
import org.vae4j.network.transform.Planar;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.Objective;
import org.vae4j.objective.level.LevelFreeBitsTerm;
import org.vae4j.objective.term.AdversarialPriorTerm;
import org.vae4j.objective.term.MmdTerm;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.LinearGaussianModel;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

/** Models whose latent lies on the sphere or in the Poincaré ball. */
class ManifoldModelTest {

    static final int FEATURES = 6;
    private static final double CURVATURE = 0.8;
    private static final INDArray X = Values.pixels(3, DataType.DOUBLE, 5, FEATURES);
    private static final LatentSpec SPHERE = new LatentSpec(new VonMisesFisherPosterior(), new SpherePrior());
    private static final LatentSpec BALL =
            new LatentSpec(new WrappedNormalPosterior(CURVATURE), new WrappedNormalPrior(CURVATURE, 1));
    private static final List<BlockSpec> GYROPLANES =
            List.of(new Gyroplane(4, CURVATURE, Activation.NETWORK, new OfNetwork()));

    /** A latent with the blocks of its decoder. */
    record Case(LatentSpec latents, List<BlockSpec> decoder) {}

    static List<Case> cases() {
        return List.of(
                new Case(SPHERE, Dense.layers(List.of(4))),
                new Case(BALL, GYROPLANES),
                new Case(BALL, List.of(new LogMap(CURVATURE), new Dense(4))));
    }

    static LatentModel model(Case model, Objective objective, int draws) {
        ModelSpec spec = new ModelSpec(
                new Architecture(
                        new Shape.Features(FEATURES),
                        Dense.layers(List.of(7)),
                        3,
                        new DecoderLayout.Listed(model.decoder()),
                        new Style(Nonlinearity.TANH)),
                model.latents(),
                new BernoulliLikelihood(),
                objective,
                draws);
        return LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE);
    }

    /** The gradients of DL4J's own pass and of the compiled one, for every parameter. */
    @ParameterizedTest
    @MethodSource("cases")
    void gradientsMatchFiniteDifferences(Case model) {
        for (Objective objective : List.of(
                ComposedObjective.of(new ElboReducer()), ComposedObjective.of(new ImportanceWeightedReducer()))) {
            LatentModel built = model(model, objective, 2);
            GradientCheck.assertGradients(built.graph(), X, X);
            double[] expected = GradientCheck.gradient(built.graph(), X, X);
            built.compiled().gradient(X);
            assertThat(Values.of(
                            built.graph().getFlattenedGradients().reshape(1, -1).div(X.size(0))))
                    // To rounding: a gyroplane adds the parts of its input's gradient in another order.
                    .containsExactly(expected, within(1e-14));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void loadedModelContinuesToTheSameBits(Case model, @TempDir Path folder) throws Exception {
        LatentModel built = model(model, ComposedObjective.of(new ElboReducer()), 1);
        try (TrainingStep step = new TrainingStep(built)) {
            step.apply(X);
        }
        built.save(folder.resolve("model.zip"));
        LatentModel loaded = LatentModel.load(folder.resolve("model.zip"));
        try (TrainingStep step = new TrainingStep(built);
                TrainingStep other = new TrainingStep(loaded)) {
            step.apply(X);
            other.apply(X);
        }
        assertThat(Values.of(loaded.graph().params().reshape(1, -1)))
                .isEqualTo(Values.of(built.graph().params().reshape(1, -1)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void savedDecoderKeepsThePrior(Case model, @TempDir Path folder) throws Exception {
        LatentModel built = model(model, ComposedObjective.of(new ElboReducer()), 1);
        built.decoder().save(folder.resolve("decoder.zip"));
        Decoder decoder = Decoder.load(folder.resolve("decoder.zip"));
        assertThat(decoder.prior().distribution()).isEqualTo(model.latents().prior());
        assertThat(Values.of(decoder.samplePrior(4, 1))).isEqualTo(Values.of(built.samplePrior(4, 1)));
        assertThat(Values.of(decoder.decode(built.location(X)))).isEqualTo(Values.of(built.reconstruct(X)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void drawsOfAnExampleDoNotDependOnItsBatch(Case model) {
        LatentModel built = model(model, ComposedObjective.of(new ElboReducer()), 1);
        double[] whole =
                built.posteriorDraws(X).draw(NoisePosition.evaluation(4), 3).logWeights();
        for (int e = 0; e < 5; e++) {
            INDArray one = X.getRow(e, true).dup('f');
            double[] alone = built.posteriorDraws(one)
                    .draw(NoisePosition.evaluation(4).fromExample(e), 3)
                    .logWeights();
            for (int s = 0; s < 3; s++) {
                assertThat(alone[s]).as("draw %d of example %d", s, e).isCloseTo(whole[s * 5 + e], within(1e-11));
            }
        }
    }

    /** log p(x) of a linear decoder with Gaussian noise is computed by the trapezoidal rule over circle and disc. */
    @ParameterizedTest
    @MethodSource("evidences")
    void importanceSamplingFindsTheEvidence(Evidence evidence) {
        LatentModel model = LinearGaussianModel.unencoded(evidence.latents(), 1);
        INDArray x = Values.normal(3, DataType.DOUBLE, 4, LinearGaussianModel.FEATURES, 1);
        double[] found = new ImportanceSampling(model, 20_000).logLikelihood(x, 3);
        Columns points = evidence.points();
        double[] logPrior = new double[points.rows()];
        evidence.latents().prior().addLogDensity(points, new Columns(0, 0), logPrior);
        INDArray z = Nd4j.create(points.values(), new long[] {points.rows(), 2}, 'f');
        for (int e = 0; e < 4; e++) {
            double[] negative = model.negLogLikelihood(x.getRow(e, true).dup('f'), z);
            double[] terms = new double[points.rows()];
            Arrays.setAll(terms, n -> logPrior[n] - negative[n] + Math.log(evidence.cells()[n]));
            double exact = LogSumExp.meanOf(terms) + Math.log(terms.length);
            // The draws do not depend on x, so that 20,000 of them are worth some hundreds of equal weights.
            assertThat(found[e]).as("example %d", e).isCloseTo(exact, within(0.1));
        }
    }

    @ParameterizedTest
    @MethodSource("evidences")
    void importanceSamplingWithOneSampleIsTheSampledBound(Evidence evidence) {
        LatentModel model = LinearGaussianModel.unencoded(evidence.latents(), 1);
        INDArray x = Values.normal(3, DataType.DOUBLE, 4, LinearGaussianModel.FEATURES, 1);
        double[] bound = new double[4];
        model.elbo(x, 9);
        System.arraycopy(model.lastBatch().logWeights(), 0, bound, 0, 4);
        assertThat(new ImportanceSampling(model, 1).logLikelihood(x, 9)).containsExactly(bound, within(1e-10));
    }

    /**
     * A latent of two dimensions with the nodes of a quadrature over its space.
     *
     * @param points the nodes
     * @param cells the measure per node
     */
    record Evidence(LatentSpec latents, Columns points, double[] cells) {}

    static List<Evidence> evidences() {
        return List.of(circle(400), disc(121, 0.1));
    }

    private static Evidence circle(int nodes) {
        Columns circle = new Columns(nodes, 2);
        for (int n = 0; n < nodes; n++) {
            circle.values()[n] = Math.cos(2 * Math.PI * n / nodes);
            circle.values()[nodes + n] = Math.sin(2 * Math.PI * n / nodes);
        }
        double[] arcs = new double[nodes];
        Arrays.fill(arcs, 2 * Math.PI / nodes);
        return new Evidence(SPHERE, circle, arcs);
    }

    /** A square grid in the tangent space; its measure is multiplied by sinh(x) / x, x = √c ‖tangent‖. */
    private static Evidence disc(int side, double step) {
        PoincareBall ball = new PoincareBall(CURVATURE);
        Columns disc = new Columns(side * side, 2);
        double[] cells = new double[side * side];
        for (int n = 0; n < cells.length; n++) {
            double[] tangent = {(n % side - side / 2) * step, (n / side - side / 2) * step};
            double[] point = ball.fromTangent(tangent);
            disc.values()[n] = point[0];
            disc.values()[cells.length + n] = point[1];
            double x = Math.sqrt(CURVATURE) * Math.hypot(tangent[0], tangent[1]);
            cells[n] = (x == 0 ? 1 : Math.sinh(x) / x) * step * step;
        }
        return new Evidence(BALL, disc, cells);
    }

    @Test
    void diagnosticsHaveTheWholeDivergenceAndNoneOfSingleDimensions() {
        for (Case model : cases()) {
            LatentModel built = model(model, ComposedObjective.of(new ElboReducer()), 1);
            PosteriorDiagnostics found = PosteriorDiagnostics.of(built, new BatchList(List.of(X)), 5, 3);
            built.elbo(X, 3);
            double kl = Arrays.stream(built.lastBatch().kl()).average().orElseThrow();
            assertThat(found.klNats()).isCloseTo(kl, within(1e-10));
            assertThat(found.klPerDimensionNats()).isEmpty();
            assertThat(found.mutualInformationNats() + found.marginalKlNats()).isFinite();
        }
    }

    @Test
    void refusesChainsThatStartAtThePrior() {
        for (Case model : cases()) {
            LatentModel built = model(model, ComposedObjective.of(new ElboReducer()), 1);
            assertThatThrownBy(() -> new AnnealedImportanceSampling(
                            built,
                            new AnnealedImportanceSampling.Settings(1, 1, 1, AnnealedImportanceSampling.Start.PRIOR)))
                    .hasMessageContaining(model.latents().prior().name())
                    .hasMessageContaining("let them begin at the posterior");
        }
    }

    /**
     * Compared within four sampling errors. Chains move in the posterior's noise, whose draws never leave the space.
     */
    @ParameterizedTest
    @MethodSource("cases")
    void annealedChainsFromThePosteriorAgreeWithImportanceSampling(Case model) {
        LatentModel built = model(model, ComposedObjective.of(new ElboReducer()), 1);
        LogLikelihoodEstimate sampled = new ImportanceSampling(built, 4000).estimate(new BatchList(List.of(X)), 3);
        LogLikelihoodEstimate annealed = new AnnealedImportanceSampling(
                        built,
                        new AnnealedImportanceSampling.Settings(12, 10, 2, AnnealedImportanceSampling.Start.POSTERIOR))
                .estimate(new BatchList(List.of(X)), 3, done -> {})
                .likelihood();
        double error = Math.hypot(sampled.samplingErrorNats(), annealed.samplingErrorNats());
        assertThat(error).isBetween(1e-5, 0.35);
        assertThat(annealed.negLogLikelihoodNats()).isCloseTo(sampled.negLogLikelihoodNats(), within(4 * error));
    }

    /** The divergence on a sphere is one number for all dimensions. */
    @Test
    void freeBitsOfASphericalLatentApplyToItsWholeDivergence() {
        Case sphere = cases().get(0);
        double negElbo = model(sphere, ComposedObjective.of(new ElboReducer()), 2)
                .elbo(X, 3)
                .objectiveNats();
        LatentModel free =
                model(sphere, new ComposedObjective(new ElboReducer(), null, List.of(new LevelFreeBitsTerm(100))), 2);
        ElboTerms terms = free.elbo(X, 3);
        assertThat(terms.objectiveNats()).isCloseTo(negElbo + 100 - terms.klNats(), within(1e-12));
        GradientCheck.assertGradients(free.graph(), X, X);
    }

    @Test
    void deterministicCodeIsSampledFromThePriorOfItsTerm() {
        for (Prior prior : List.of(new RingPrior(), new SwissRollPrior(3, 2, 0), new SpherePrior())) {
            for (Objective objective : List.of(
                    new ComposedObjective(new ElboReducer(), null, List.of(new MmdTerm())),
                    new ComposedObjective(new ElboReducer(), null, List.of(new AdversarialPriorTerm())))) {
                LatentModel code = ConformanceTest.model(new LatentSpec(new DeltaPosterior(), prior), objective, 1);
                try (TrainingStep step = new TrainingStep(code)) {
                    assertThat(step.apply(X).objectiveNats()).isFinite();
                }
                assertThat(code.prior().distribution()).isEqualTo(prior);
                assertThat(code.decoder().prior().distribution()).isEqualTo(prior);
                assertThat(Values.of(code.decoder().samplePrior(3, 1))).isEqualTo(Values.of(code.samplePrior(3, 1)));
            }
        }
    }

    @Test
    void boundsThatNoLogVarianceReachesChangeNothing() {
        LatentSpec wide = new LatentSpec(new DiagonalGaussianPosterior(-60, 20), new StandardNormalPrior());
        Objective bound = ComposedObjective.of(new ElboReducer());
        assertThat(ConformanceTest.between(ConformanceTest.model(wide, bound, 3), ConformanceTest.model(bound, 3)))
                .isZero();
    }

    @Test
    void logVariancesStayBetweenTheirBounds() {
        LatentSpec narrow = new LatentSpec(new DiagonalGaussianPosterior(-0.05, 0.05), new StandardNormalPrior());
        Objective bound = ComposedObjective.of(new ElboReducer());
        LatentModel bounded = ConformanceTest.model(narrow, bound, 3);
        GradientCheck.assertGradients(bounded.graph(), X, X);
        double[] logVars = Values.of(bounded.encode(X).logVar());
        assertThat(Arrays.stream(logVars).map(Math::abs).max().orElseThrow()).isEqualTo(0.05);
    }

    @Test
    void logVariancesOfPseudoInputsStayBetweenTheirBounds() {
        Objective bound = ComposedObjective.of(new ElboReducer());
        LatentModel vamp = ConformanceTest.model(
                new LatentSpec(
                        new DiagonalGaussianPosterior(-0.05, 0.05),
                        new VampPrior(3, VampPrior.Start.NOISE, 0.5, 0.3, VampPrior.Squash.CLAMP)),
                bound,
                1);
        GradientCheck.assertGradients(vamp.graph(), X, X);
        double[] components = vamp.prior().parameters().values();
        assertThat(Arrays.stream(components, 6, 12).map(Math::abs).max().orElseThrow())
                .isLessThanOrEqualTo(0.05);
    }

    @Test
    void refusesTransformsOfADrawOnTheSphere() {
        assertThatThrownBy(
                        () -> new LatentSpec(new VonMisesFisherPosterior(), List.of(new Planar()), new SpherePrior()))
                .hasMessageContaining("model.transforms: found planar of a draw on the unit sphere");
    }

    @Test
    void refusesAPriorOnAnotherSpace() {
        assertThatThrownBy(() -> new LatentSpec(new VonMisesFisherPosterior(), new StandardNormalPrior()))
                .hasMessageContaining("set model.prior to sphere");
    }

    @Test
    void refusesABlockOfTheBallUnlessItIsFirstAfterALatentInThatBall() {
        Objective bound = ComposedObjective.of(new ElboReducer());
        assertThatThrownBy(() -> model(new Case(SPHERE, GYROPLANES), bound, 1))
                .hasMessageContaining("model.decoder[0]: found gyroplane in the Poincare ball of curvature 0.8");
        assertThatThrownBy(() -> model(new Case(BALL, List.of(new Dense(4), new LogMap(0.8))), bound, 1))
                .hasMessageContaining("model.decoder[1]: found logMap");
        assertThatThrownBy(() -> model(new Case(BALL, List.of(new LogMap())), bound, 1))
                .hasMessageContaining("curvature 1.0");
    }

    @Test
    void refusesBoundsInTheWrongOrder() {
        assertThatThrownBy(() -> new DiagonalGaussianPosterior(2, -6)).hasMessageContaining("for example -6 and 2");
    }
}
