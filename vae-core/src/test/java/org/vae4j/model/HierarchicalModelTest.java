package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.schedule.ISchedule;
import org.vae4j.eval.aggregate.PosteriorDiagnostics;
import org.vae4j.eval.annealed.AnnealedImportanceSampling;
import org.vae4j.eval.annealed.BidirectionalMonteCarlo;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.FullGaussianPosterior;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.latent.prior.RingPrior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.latent.prior.VampPrior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.layers.Role;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.network.hierarchy.BottomUp;
import org.vae4j.network.hierarchy.Hierarchy;
import org.vae4j.network.hierarchy.Ladder;
import org.vae4j.network.hierarchy.Level;
import org.vae4j.network.hierarchy.None;
import org.vae4j.network.hierarchy.TopDown;
import org.vae4j.network.transform.Planar;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.DoublyReparameterisedReducer;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ImportanceWeightedObjective;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.Term;
import org.vae4j.objective.level.LevelFreeBitsTerm;
import org.vae4j.objective.reducer.PartiallyImportanceWeightedReducer;
import org.vae4j.objective.reducer.StickingTheLandingReducer;
import org.vae4j.objective.term.MmdTerm;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Values;
import org.vae4j.train.step.TrainingStep;

/** Models with several stochastic layers: gradients, bounds, samples, files, diagnostics and refusals. */
class HierarchicalModelTest {

    private static final INDArray X = HierarchicalModels.X;
    private static final Objective ELBO = ComposedObjective.of(new ElboReducer());
    private static final Objective IWAE = ComposedObjective.of(new ImportanceWeightedReducer());
    private static final VampPrior VAMP = new VampPrior(3, VampPrior.Start.NOISE, 0.4, 0.3, VampPrior.Squash.CLAMP);

    static Stream<Hierarchy> kinds() {
        return HierarchicalModels.kinds();
    }

    /** The models whose gradients are checked. */
    private static List<LatentModel> models(Hierarchy kind) {
        Prior mixture = new MixtureOfGaussiansPrior(2);
        List<LatentModel> models = new ArrayList<>(
                List.of(HierarchicalModels.model(kind, ELBO, 2), HierarchicalModels.model(kind, mixture, IWAE, 2)));
        if (!(kind instanceof BottomUp)) {
            models.add(HierarchicalModels.model(kind, VAMP, ELBO, 2));
            models.add(HierarchicalModels.model(kind, freeBits(0.3), 2));
        }
        return models;
    }

    private static Objective freeBits(double nats) {
        return with(new LevelFreeBitsTerm(nats));
    }

    private static Objective with(Term term) {
        return new ComposedObjective(new ElboReducer(), (ISchedule) null, List.of(term));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void gradientsMatchFiniteDifferences(Hierarchy kind) {
        for (LatentModel model : models(kind)) {
            GradientCheck.assertCompiledGradients(model, X);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void compiledGradientAgreesWithDl4js(Hierarchy kind) {
        for (LatentModel model : models(kind)) {
            GradientCheck.assertCompiledPassIsThatOfDl4j(model.graph(), X, 1e-14);
        }
    }

    /** The log-weights are computed here from the outputs of the vertices. */
    @ParameterizedTest
    @MethodSource("kinds")
    void logWeightsAreSumsOverTheLayers(Hierarchy kind) {
        requireBound(kind, HierarchicalModels.model(kind, IWAE, 2));
        requireBound(kind, HierarchicalModels.model(kind, new MixtureOfGaussiansPrior(1), IWAE, 2));
    }

    /** Applies to priors that are one Gaussian, such as a mixture of one. */
    private static void requireBound(Hierarchy kind, LatentModel model) {
        NoisePosition noise = NoisePosition.evaluation(7);
        model.elbo(X, noise);
        double[] nll = model.lastBatch().negLogLikelihood().clone();
        double[] found = model.lastBatch().logWeights();
        double[] expected = new double[10];
        for (int r = 0; r < 10; r++) {
            expected[r] = -nll[r];
        }
        int count = model.levels().size();
        for (int l = 1; l <= count; l++) {
            double[] z = output(model, "z-" + l, noise);
            subtractLogDensity(z, output(model, posterior(kind, l, count), noise), expected, 1);
            double[] prior = l < count ? output(model, "decoder-of-z-" + l, noise) : top(model, z.length);
            subtractLogDensity(z, prior, expected, -1);
        }
        assertThat(found).containsExactly(expected, within(1e-12));
    }

    /** The parameters of p(z_L), once for each of ten rows. */
    private static double[] top(LatentModel model, int length) {
        double[] prior = new double[2 * length];
        double[] once = model.prior().parameters().values();
        for (int i = 0; i < prior.length && once.length > 0; i++) {
            prior[i] = once[i / 10];
        }
        return prior;
    }

    private static String posterior(Hierarchy kind, int level, int count) {
        if (kind instanceof BottomUp) {
            return level == 1 ? "posterior-repeated" : "posterior-of-z-" + level;
        }
        return level == count ? "posterior-told-of-z-" + level : "posterior-of-z-" + level;
    }

    private static double[] output(LatentModel model, String vertex, NoisePosition noise) {
        return Values.of(model.compiled().output(X, vertex, noise).array());
    }

    private static void subtractLogDensity(double[] z, double[] gaussian, double[] target, double sign) {
        for (int i = 0; i < z.length; i++) {
            double logVar = gaussian[z.length + i];
            double distance = z[i] - gaussian[i];
            target[i % target.length] +=
                    sign * 0.5 * (distance * distance / Math.exp(logVar) + logVar + Math.log(2 * Math.PI));
        }
    }

    /** Compared within five standard errors. */
    @Test
    void closedFormDivergenceIsTheMeanOverDraws() {
        for (Hierarchy kind : kinds().filter(k -> !(k instanceof BottomUp)).toList()) {
            LatentModel model = HierarchicalModels.model(kind, ELBO, 1);
            LatentBatch batch = model.posteriorDraws(X).draw(NoisePosition.evaluation(3), 4000);
            batch.begin(LatentBatch.Divergence.SAMPLED, 1);
            double closed = mean(batch.kl());
            double[] ratio = batch.logRatio();
            double sampled = -mean(ratio);
            double variance = 0;
            for (double value : ratio) {
                variance += (value + sampled) * (value + sampled) / ratio.length / ratio.length;
            }
            assertThat(closed).isCloseTo(sampled, within(5 * Math.sqrt(variance)));
            assertThat(Math.sqrt(variance)).isLessThan(0.2);
            assertThat(model.part().hasClosedKl()).isTrue();
        }
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value / values.length;
        }
        return sum;
    }

    /** The difference between a model of one layer and a hierarchy with p(z_1|z_2) = N(0, I) and q(z_2|·) = p(z_2). */
    static double indifferentLayerAgainstOne(Hierarchy kind) {
        LatentModel model = HierarchicalModels.model(kind, IWAE, 3);
        LatentModel one = HierarchicalModels.model(new Ladder(List.of()), IWAE, 3);
        model.graph().params().assign(0);
        for (String layer : List.of("encoder-1", "posterior", "decoder-1", "likelihood-parameters")) {
            model.graph().getLayer(layer).setParams(one.graph().getLayer(layer).params());
        }
        return Math.abs(model.elbo(X, 3).objectiveNats() - one.elbo(X, 3).objectiveNats());
    }

    @Test
    void layerWhosePosteriorIsItsPriorDoesNotChangeTheBound() {
        assertThat(indifferentLayerAgainstOne(HierarchicalModels.bottomUp())).isLessThan(1e-12);
    }

    @Test
    void hierarchyOfOneLayerBuildsThePlainNetwork() {
        for (Hierarchy kind :
                List.of(new BottomUp(List.of()), new Ladder(List.of()), new TopDown(List.of(), List.of(), List.of()))) {
            assertThat(HierarchicalModels.model(kind, ELBO, 2).graph().getConfiguration())
                    .isEqualTo(HierarchicalModels.model(new None(), ELBO, 2)
                            .graph()
                            .getConfiguration());
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void drawOfAnExampleDoesNotDependOnTheEstimator(Hierarchy kind) {
        LatentModel model = HierarchicalModels.model(kind, IWAE, 1);
        model.elbo(X, 3);
        double[] together = model.lastBatch().logWeights();
        double[] sampled = new ImportanceSampling(model, 1).logLikelihood(X, 3);
        assertThat(sampled).containsExactly(together, within(1e-10));
        assertThat(model.posteriorDraws(X).draw(NoisePosition.evaluation(3), 1).logWeights())
                .containsExactly(together, within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void locationOfALayerIsItsMeanGivenTheLocationsOfTheOthers(Hierarchy kind) {
        for (int draws : new int[] {1, 3}) {
            LatentModel model = HierarchicalModels.model(kind, ELBO, draws);
            INDArray location = model.location(X);
            assertThat(location.shape()).containsExactly(5, model.latent());
            assertThat(Values.of(model.reconstruct(X))).isEqualTo(Values.of(model.decode(location)));
            NoisePosition none = NoisePosition.location();
            int count = model.levels().size();
            int first = 0;
            for (int l = 1; l <= count; l++) {
                double[] gaussian = output(
                        model, posterior(kind, l, count).replace("-repeated", draws == 1 ? "" : "-repeated"), none);
                for (int j = 0; j < model.levels().get(l - 1); j++) {
                    for (int e = 0; e < 5; e++) {
                        assertThat(location.getDouble(e, first + j)).isEqualTo(gaussian[j * 5 * draws + e]);
                    }
                }
                first += model.levels().get(l - 1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void loadedModelContinuesAndSavedDecoderKeepsThePriors(Hierarchy kind, @TempDir Path folder) throws Exception {
        List<Prior> priors = new ArrayList<>(List.of(new StandardNormalPrior(), new MixtureOfGaussiansPrior(3)));
        if (!(kind instanceof BottomUp)) {
            priors.add(VAMP);
        }
        for (Prior prior : priors) {
            LatentModel model = HierarchicalModels.model(kind, prior, ELBO, 2);
            try (TrainingStep step = new TrainingStep(model)) {
                step.apply(X);
            }
            model.save(folder.resolve("model.zip"));
            LatentModel loaded = LatentModel.load(folder.resolve("model.zip"));
            LatentModel third = LatentModel.load(folder.resolve("model.zip"));
            try (TrainingStep step = new TrainingStep(model);
                    TrainingStep same = new TrainingStep(loaded);
                    TrainingStep two = new TrainingStep(third, 2)) {
                step.apply(X);
                same.apply(X);
                two.apply(X);
            }
            assertThat(parameters(loaded)).isEqualTo(parameters(model));
            assertThat(parameters(third)).containsExactly(parameters(model), within(1e-12));
            model.decoder().save(folder.resolve("decoder.zip"));
            Decoder decoder = Decoder.load(folder.resolve("decoder.zip"));
            assertThat(decoder.latent()).isEqualTo(model.latent());
            assertThat(decoder.prior().distribution()).isEqualTo(prior);
            assertThat(decoder.prior().isStandard()).isFalse();
            INDArray z = model.prior().sample(4, 1, DataType.DOUBLE);
            assertThat(Values.of(decoder.prior().sample(4, 1, DataType.DOUBLE))).isEqualTo(Values.of(z));
            assertThat(Values.of(decoder.samplePrior(4, 1))).isEqualTo(Values.of(model.samplePrior(4, 1)));
            assertThat(decoder.prior().logDensity(Values.of(z)))
                    .isEqualTo(model.prior().logDensity(Values.of(z)));
        }
    }

    private static double[] parameters(LatentModel model) {
        return Values.of(model.graph().params().reshape(1, -1));
    }

    /** A sample does not depend on the number of rows. The moments are compared within four standard errors. */
    @Test
    void samplesHaveTheMomentsOfTheChain() {
        for (Hierarchy kind : HierarchicalModels.linearKinds().toList()) {
            LatentPrior prior = HierarchicalModels.linear(kind).prior();
            double[] few = Values.of(prior.sample(3, 9, DataType.DOUBLE));
            double[] many = Values.of(prior.sample(40_000, 9, DataType.DOUBLE));
            assertThat(few[1]).isEqualTo(many[1]);
            assertThat(few[3 + 1]).isEqualTo(many[40_000 + 1]);
            double mean = 0;
            double product = 0;
            double square = 0;
            for (int r = 0; r < 40_000; r++) {
                mean += many[r] / 40_000;
                product += many[r] * many[40_000 + r] / 40_000;
                square += many[r] * many[r] / 40_000;
            }
            // E z_1 = C, E z_1 z_2 = A, E z_1² = A² + S² + C².
            assertThat(mean).isCloseTo(-0.4, within(0.031));
            assertThat(product).isCloseTo(1.3, within(0.04));
            assertThat(square).isCloseTo(1.69 + 0.64 + 0.16, within(0.08));
        }
    }

    @Test
    void meansBelowReplacesTheLowerLayersByTheMeansOfTheirPriors() {
        LatentModel model = HierarchicalModels.linear(
                HierarchicalModels.linearKinds().findFirst().orElseThrow());
        INDArray z = Values.normal(4, DataType.DOUBLE, 3, 2, 1);
        INDArray replaced = model.prior().meansBelow(z, 2);
        for (int r = 0; r < 3; r++) {
            assertThat(replaced.getDouble(r, 1)).isEqualTo(z.getDouble(r, 1));
            assertThat(replaced.getDouble(r, 0)).isCloseTo(1.3 * z.getDouble(r, 1) - 0.4, within(1e-14));
        }
        assertThat(Values.of(model.prior().meansBelow(z, 1))).isEqualTo(Values.of(z));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void diagnosticsOfTheLayersSumToThoseOfTheModel(Hierarchy kind) {
        LatentModel model = HierarchicalModels.model(kind, ELBO, 1);
        PosteriorDiagnostics found = PosteriorDiagnostics.of(model, new BatchList(List.of(X)), 5, 7);
        assertThat(found.levels()).hasSize(model.levels().size());
        assertThat(found.levels().stream()
                        .mapToDouble(PosteriorDiagnostics.Level::klNats)
                        .sum())
                .isCloseTo(found.klNats(), within(1e-12));
        assertThat(found.levels().stream()
                        .mapToInt(PosteriorDiagnostics.Level::activeUnits)
                        .sum())
                .isEqualTo(found.activeUnits());
        assertThat(found.levels().stream()
                        .map(PosteriorDiagnostics.Level::dimensions)
                        .toList())
                .isEqualTo(model.levels());
        assertThat(found.mutualInformationNats()).isNaN();
        assertThat(PosteriorDiagnostics.activeUnits(model, new BatchList(List.of(X))))
                .isEqualTo(found.activeUnits());
    }

    /** A prior in the plane is that of z_L; the layers below may have any dimensions. */
    @Test
    void priorInThePlaneNeedsALastLayerOfTwoDimensions(@TempDir Path folder) throws Exception {
        Prior ring = new RingPrior();
        LatentModel model = HierarchicalModels.model(HierarchicalModels.ladder(), ring, ELBO, 2);
        GradientCheck.assertGradients(model.graph(), X, X);
        model.decoder().save(folder.resolve("decoder.zip"));
        Decoder decoder = Decoder.load(folder.resolve("decoder.zip"));
        INDArray z = model.prior().sample(4, 1, DataType.DOUBLE);
        assertThat(decoder.prior().logDensity(Values.of(z)))
                .isEqualTo(model.prior().logDensity(Values.of(z)));
        double[] ofTop = new double[4];
        Columns top = new Columns(4, 2);
        System.arraycopy(Values.of(z), 4 * 3, top.values(), 0, 8);
        ring.addLogDensity(top, new Columns(0, 0), ofTop);
        List<String> outputs = decoder.graph().getConfiguration().getNetworkOutputs();
        assertThat(Values.of(decoder.graph().output(z)[outputs.indexOf(Role.PRIOR.usualVertex())]))
                .containsExactly(ofTop, within(1e-12));
        Hierarchy toOne = new Ladder(List.of(new Level(1, List.of(), List.of())));
        assertThatThrownBy(() -> HierarchicalModels.model(toOne, ring, ELBO, 1, 1))
                .hasMessageContaining("expected 2");
    }

    @Test
    void freeBitsOfZeroNatsDoNotChangeTheGradient() {
        Hierarchy kind = HierarchicalModels.ladder();
        LatentModel none = HierarchicalModels.model(kind, freeBits(0), 2);
        LatentModel bound = HierarchicalModels.model(kind, ELBO, 2);
        none.compiled().gradient(X);
        bound.compiled().gradient(X);
        assertThat(Values.of(none.graph().getFlattenedGradients()))
                .isEqualTo(Values.of(bound.graph().getFlattenedGradients()));
    }

    /** The term is Σ_l max(λ, KL_l), and a layer below λ has no gradient. */
    @Test
    void freeBitsBoundTheDivergenceOfEachLayerFromBelow() {
        Hierarchy kind = HierarchicalModels.ladderOfThreeLayers();
        LatentModel bound = HierarchicalModels.model(kind, ELBO, 2);
        double negElbo = bound.elbo(X, 3).objectiveNats();
        double[] kl = bound.lastBatch().latents().get(0).klPerDimension();
        double[] levels = {kl[0] + kl[1] + kl[2], kl[3] + kl[4], kl[5]};
        double lambda = (Math.max(levels[0], Math.max(levels[1], levels[2]))
                        + Math.min(levels[0], Math.min(levels[1], levels[2])))
                / 2;
        double expected = negElbo;
        for (double level : levels) {
            expected += Math.max(0, lambda - level);
        }
        assertThat(expected).isGreaterThan(negElbo + 1e-3);
        assertThat(HierarchicalModels.model(kind, freeBits(lambda), 2)
                        .elbo(X, 3)
                        .objectiveNats())
                .isCloseTo(expected, within(1e-12));
        LatentModel free = HierarchicalModels.model(kind, freeBits(1000), 2);
        free.compiled().gradient(X);
        assertThat(free.lastBatch().latents().get(0).parameters().gradient()).matches(HierarchicalModelTest::isZero);
    }

    private static boolean isZero(double[] values) {
        return Arrays.stream(values).allMatch(value -> value == 0);
    }

    @Test
    void refusesGradientsThatWeighTheReparameterisedPath() {
        Hierarchy ladder = HierarchicalModels.ladder();
        for (Reducer reducer : List.of(
                new DoublyReparameterisedReducer(),
                new StickingTheLandingReducer(),
                new PartiallyImportanceWeightedReducer(2))) {
            assertThatThrownBy(() -> HierarchicalModels.model(ladder, ComposedObjective.of(reducer), 4))
                    .hasMessageStartingWith("objective.name: found " + reducer.name() + " with model.hierarchy");
        }
        assertThatThrownBy(() -> HierarchicalModels.model(ladder, ImportanceWeightedObjective.dreg(), 2))
                .hasMessageStartingWith("model.hierarchy: found ladder with an objective that weighs the gradient");
    }

    @Test
    void refusesFreeBitsPerLayerOfABottomUpHierarchy() {
        assertThatThrownBy(() -> HierarchicalModels.model(HierarchicalModels.bottomUp(), freeBits(1), 1))
                .hasMessageContaining("level_free_bits with model.hierarchy")
                .hasMessageContaining("set model.hierarchy=ladder");
    }

    @Test
    void refusesATermOfTheAggregatePosterior() {
        assertThatThrownBy(() -> HierarchicalModels.model(HierarchicalModels.ladder(), with(new MmdTerm()), 1))
                .hasMessageContaining("mmd with model.hierarchy");
    }

    @Test
    void refusesPseudoInputsOfABottomUpHierarchy() {
        assertThatThrownBy(() -> HierarchicalModels.model(HierarchicalModels.bottomUp(), VAMP, ELBO, 1))
                .hasMessageStartingWith("model.hierarchy: found bottom_up with model.prior=vamp");
    }

    @Test
    void refusesLatentsOtherThanPlainDiagonalGaussians() {
        Hierarchy ladder = HierarchicalModels.ladder();
        assertThatThrownBy(
                        () -> new LatentSpec(new FullGaussianPosterior(), List.of(), new StandardNormalPrior(), ladder))
                .hasMessageContaining("model.posterior=full_gaussian");
        assertThatThrownBy(() -> new LatentSpec(
                        LatentSpec.STANDARD.posterior(), List.of(new Planar()), new StandardNormalPrior(), ladder))
                .hasMessageContaining("set model.transforms=[]");
        assertThatThrownBy(
                        () -> new LatentSpec(LatentSpec.CODE.posterior(), List.of(), new StandardNormalPrior(), ladder))
                .hasMessageContaining("set model.kind=vae");
        assertThatThrownBy(() -> new LatentSpec(
                        new DiagonalGaussianPosterior(-6, 2), List.of(), new StandardNormalPrior(), ladder))
                .hasMessageStartingWith("model.hierarchy: found ladder with bounds of model.posterior")
                .hasMessageContaining("set model.posterior=diagonal_gaussian");
    }

    @Test
    void refusesBidirectionalMonteCarloFromThePosterior() {
        LatentModel model = HierarchicalModels.model(HierarchicalModels.ladder(), ELBO, 1);
        assertThatThrownBy(() -> new BidirectionalMonteCarlo(
                        model,
                        new AnnealedImportanceSampling.Settings(1, 1, 1, AnnealedImportanceSampling.Start.POSTERIOR)))
                .hasMessageContaining("let chains begin at the prior");
    }

    @Test
    void refusesToEncodeAsAGaussian() {
        LatentModel model = HierarchicalModels.model(HierarchicalModels.ladder(), ELBO, 1);
        assertThatThrownBy(() -> model.encode(X)).hasMessageContaining("use location(x)");
    }

    @Test
    void refusesALayerWithoutDimensions() {
        assertThatThrownBy(() -> new Level(0, List.of(), List.of())).hasMessageContaining("latent: found 0");
    }

    /**
     * The decoder reads z_1 alone unless the hierarchy is top-down, and a bottom-up layer reads the one below alone.
     */
    @Test
    void decoderAndLayersReadTheLayersOfTheirKind() {
        INDArray z = Values.normal(3, DataType.DOUBLE, 4, 6, 1);
        for (Hierarchy kind : HierarchicalModels.kinds().toList()) {
            LatentModel model = HierarchicalModels.model(kind, ELBO, 1);
            int columns = model.latent();
            INDArray one =
                    z.get(NDArrayIndex.all(), NDArrayIndex.interval(0, columns)).dup('f');
            INDArray other = one.dup('f');
            other.putColumn(columns - 1, other.getColumn(columns - 1).add(1));
            assertThat(model.decode(one).equals(model.decode(other)))
                    .as("the decoder of %s reads z_1 alone", kind.name())
                    .isEqualTo(!(kind instanceof TopDown));
            if (kind instanceof BottomUp && model.levels().size() == 3) {
                // Throws if the vertex depends on anything but z_2.
                INDArray second =
                        z.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2)).dup('f');
                assertThat(model.compiled()
                                .output("z-2", second, "posterior-of-z-3")
                                .rows())
                        .isEqualTo(4);
            }
        }
    }
}
