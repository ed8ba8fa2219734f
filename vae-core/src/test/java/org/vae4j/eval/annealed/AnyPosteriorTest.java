package org.vae4j.eval.annealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.eval.GaussianPosteriors;
import org.vae4j.eval.LogLikelihoodEstimate;
import org.vae4j.eval.aggregate.PosteriorDiagnostics;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Settings;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Start;
import org.vae4j.eval.importance.Bound;
import org.vae4j.eval.importance.BoundSweep;
import org.vae4j.eval.importance.GaussianLogWeights;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.eval.importance.LogWeights;
import org.vae4j.eval.importance.NetworkLogWeights;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.Prior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.FullGaussianPosterior;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.SamplingLayer;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.math.NoiseRows;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.network.transform.Iaf;
import org.vae4j.network.transform.Planar;
import org.vae4j.network.transform.Radial;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.CholeskyPosterior;
import org.vae4j.testing.LinearGaussianModel;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

/**
 * Inference knows no family: full covariances, mixtures and transforms against closed forms of linear Gaussian models.
 */
class AnyPosteriorTest {

    private static final int FEATURES = LinearGaussianModel.FEATURES;
    private static final int LATENT = LinearGaussianModel.LATENT;
    private static final INDArray X = Values.normal(11, DataType.DOUBLE, 12, FEATURES, 1.5);
    private static final double[][] STANDARD = {{0, 0, 0, 0}};
    private static final double[][] MIXTURE = {{-1.5, 0.5, -1, -0.5}, {1, 1, 0.3, -2}, {0, -2, -0.2, 0.4}};

    private static LatentModel fullCovariance(double shift, double inflation) {
        LatentModel model = LinearGaussianModel.of(new CholeskyPosterior(), new StandardNormalPrior(), 1);
        LinearGaussianModel.setPosterior(model, shift, inflation);
        return model;
    }

    private static LatentModel mixture() {
        LatentModel model = LinearGaussianModel.of(new DiagonalGaussianPosterior(), new MixtureOfGaussiansPrior(3), 1);
        INDArray components = model.graph().getLayer("prior-parameters").getParam("W");
        components.assign(Nd4j.createFromArray(MIXTURE));
        // Wider than every exact posterior, so that the weights have a finite variance.
        model.graph().getLayer("posterior").getParam("b").assign(Nd4j.createFromArray(0.0, 0.0, 1.2, 1.2));
        return model;
    }

    /** With the exact posterior every weight is p(x). */
    @Test
    void withTheExactFullCovarianceAnyNumberOfSamplesIsExact() {
        BoundSweep sweep = new ImportanceSampling(fullCovariance(0, 1), 10)
                .sweep(new BatchList(List.of(X)), List.of(1, 10), 1, done -> {});
        double exact = -Arrays.stream(LinearGaussianModel.logLikelihood(X, STANDARD))
                .average()
                .orElseThrow();
        assertThat(sweep.estimate().negLogLikelihoodNats()).isCloseTo(exact, within(1e-10));
        assertThat(sweep.bounds()).allSatisfy(b -> assertThat(b.negBoundNats()).isCloseTo(exact, within(1e-10)));
        assertThat(sweep.estimate().smallestEffectiveSampleSize()).isCloseTo(10, within(1e-8));
    }

    /**
     * Of 40 seeds, within three sampling errors for all but two; the deviation of as many normal numbers is in 1 ±
     * 4/√80.
     */
    @Test
    void withAnotherFullCovarianceItIsWithinItsErrorAndTheBoundFalls() {
        LatentModel model = fullCovariance(0.3, 1.4);
        double exact = -Arrays.stream(LinearGaussianModel.logLikelihood(X, STANDARD))
                .average()
                .orElseThrow();
        List<Double> scores = new ArrayList<>();
        for (int seed = 0; seed < 40; seed++) {
            BoundSweep sweep = new ImportanceSampling(model, 400)
                    .sweep(new BatchList(List.of(X)), List.of(1, 20, 400), seed, done -> {});
            scores.add((sweep.estimate().negLogLikelihoodNats() - exact)
                    / sweep.estimate().samplingErrorNats());
            assertThat(sweep.bounds())
                    .extracting(Bound::negBoundNats)
                    .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        }
        assertThat(scores.stream().filter(z -> Math.abs(z) < 3).count()).isGreaterThanOrEqualTo(38);
        assertThat(Math.sqrt(scores.stream().mapToDouble(z -> z * z).average().orElseThrow()))
                .isBetween(0.55, 1.45);
    }

    /**
     * The pass through the network makes the same draws as the direct form, whatever the prior and the number of draws.
     */
    @Test
    void theNetworksDrawsOfADiagonalGaussianAreTheDirectOnes() {
        LatentModel several = LinearGaussianModel.of(new DiagonalGaussianPosterior(), new StandardNormalPrior(), 3);
        several.graph()
                .getLayer("posterior")
                .setParams(Values.normal(4, DataType.DOUBLE, 1, FEATURES * 2 * LATENT + 2 * LATENT, 0.4));
        for (LatentModel model : List.of(mixture(), several)) {
            LogWeights.Part part = new LogWeights.Part(X, 9, 5);
            double[] direct = new GaussianLogWeights(model, model.prior(), part).of(7, 4);
            double[] network = new NetworkLogWeights(model, part).of(7, 4);
            assertThat(network).containsExactly(direct, within(1e-10));
        }
    }

    /** p(x) is a mixture too. */
    @Test
    void importanceSamplingAndBothKindsOfChainsFindTheEvidenceUnderAMixture() {
        LatentModel model = mixture();
        double exact = -Arrays.stream(LinearGaussianModel.logLikelihood(X, MIXTURE))
                .average()
                .orElseThrow();
        assertClose(new ImportanceSampling(model, 20_000).estimate(new BatchList(List.of(X)), 3), exact);
        for (Start start : Start.values()) {
            AnnealedImportanceSampling.Result found = new AnnealedImportanceSampling(
                            model, new Settings(60, 40, 4, start))
                    .estimate(new BatchList(List.of(X)), 3, done -> {});
            assertThat(found.acceptanceRate()).isBetween(0.5, 0.98);
            assertClose(found.likelihood(), exact);
        }
    }

    private static void assertClose(LogLikelihoodEstimate found, double exact) {
        assertThat(found.samplingErrorNats()).isBetween(1e-4, 0.05);
        assertThat(found.negLogLikelihoodNats()).isCloseTo(exact, within(4 * found.samplingErrorNats()));
    }

    /** Chains with other slopes would be right too, but would not arrive. Central differences with h = 1e-5. */
    @Test
    void theSlopesOfChainsAreThoseOfTheirEnergies() {
        LatentModel model = mixture();
        NoiseRows numbers = new NoiseRows(3, 12, 5, 2);
        GaussianPosteriors posteriors = GaussianPosteriors.of(model.encode(X));
        for (ChainSpace space : List.of(
                new PriorSpace(model, model.prior(), X, numbers),
                new WhitenedSpace(model, model.prior(), X, posteriors, numbers))) {
            ChainPlace place = new ChainPlace(24, LATENT);
            space.drawStart(7, place.u);
            space.evaluate(place);
            double[] momentum = new double[24 * LATENT];
            for (int i = 0; i < place.u.length; i++) {
                ChainPlace above = shifted(space, place, i, 1e-5);
                ChainPlace below = shifted(space, place, i, -1e-5);
                int r = i % 24;
                assertThat((above.ratio[r] - below.ratio[r]) / 2e-5).isCloseTo(place.slope[i], within(1e-5));
                double energy = space.startEnergy(above, momentum)[r] - space.startEnergy(below, momentum)[r];
                assertThat(energy / 2e-5).isCloseTo(-place.startSlope[i], within(1e-5));
            }
        }
    }

    private static ChainPlace shifted(ChainSpace space, ChainPlace place, int i, double step) {
        ChainPlace moved = new ChainPlace(place.ratio.length, space.dimensions());
        place.copyTo(moved);
        moved.u[i] += step;
        space.evaluate(moved);
        return moved;
    }

    /** The draws of a chain follow from the numbers of its example and of the chain, from a mixture too. */
    @Test
    void chainsFromAMixtureDoNotDependOnTheBatch() {
        AnnealedImportanceSampling annealing =
                new AnnealedImportanceSampling(mixture(), new Settings(3, 4, 2, Start.PRIOR));
        LogLikelihoodEstimate whole =
                annealing.estimate(new BatchList(List.of(X)), 3, done -> {}).likelihood();
        List<INDArray> parts = List.of(rows(0, 5), rows(5, 12));
        assertThat(annealing.estimate(new BatchList(parts), 3, done -> {}).likelihood())
                .isEqualTo(whole);
    }

    private static INDArray rows(int from, int to) {
        double[][] values = Arrays.copyOfRange(X.toDoubleMatrix(), from, to);
        return Nd4j.createFromArray(values).dup('f');
    }

    /**
     * x ~ N(0, 2.25 I) and z|x ~ N(Ax + c, S): q(z) = N(c, 2.25 AAᵀ + S), so that the information is
     * ½ log |I + 2.25 S⁻¹AAᵀ| and the KL follows from the moments. 3,000 examples scatter by some hundredths of a nat.
     */
    @Test
    void diagnosticsOfFullCovariancesAreThoseOfGaussians() {
        LatentModel model = fullCovariance(0.2, 1);
        INDArray x = Values.normal(5, DataType.DOUBLE, 3000, FEATURES, 1.5);
        PosteriorDiagnostics found = PosteriorDiagnostics.of(model, new BatchList(List.of(x)), 3000, 5);
        double[][] s = covariance(model);
        INDArray a = model.graph()
                .getLayer("posterior")
                .getParam("W")
                .get(
                        org.nd4j.linalg.indexing.NDArrayIndex.all(),
                        org.nd4j.linalg.indexing.NDArrayIndex.interval(0, LATENT));
        double[][] spread = a.transpose().mmul(a).mul(2.25).toDoubleMatrix();
        double[][] all = {
            {s[0][0] + spread[0][0], s[0][1] + spread[0][1]}, {s[1][0] + spread[1][0], s[1][1] + spread[1][1]}
        };
        double c0 = model.graph().getLayer("posterior").getParam("b").getDouble(0);
        double c1 = model.graph().getLayer("posterior").getParam("b").getDouble(1);
        double information = 0.5 * Math.log(determinant(all) / determinant(s));
        double marginal = 0.5 * (c0 * c0 + c1 * c1 + all[0][0] + all[1][1] - 2 - Math.log(determinant(all)));
        assertThat(found.mutualInformationNats()).isCloseTo(information, within(0.06));
        assertThat(found.marginalKlNats()).isCloseTo(marginal, within(0.06));
        assertThat(found.klNats()).isCloseTo(information + marginal, within(0.06));
        assertThat(found.mutualInformationNats() + found.marginalKlNats()).isCloseTo(found.klNats(), within(1e-9));
        assertThat(found.klPerDimensionNats()).isEmpty();
        assertThat(found.posteriorMeanVariance().get(0)).isCloseTo(spread[0][0], within(0.05));
        assertThat(found.activeUnits()).isEqualTo(2);
        assertThat(PosteriorDiagnostics.activeUnits(model, new BatchList(List.of(x))))
                .isEqualTo(2);
    }

    private static double[][] covariance(LatentModel model) {
        INDArray b = model.graph().getLayer("posterior").getParam("b");
        double l00 = Math.exp(b.getDouble(CholeskyPosterior.entry(LATENT, 0, 0)));
        double l10 = b.getDouble(CholeskyPosterior.entry(LATENT, 1, 0));
        double l11 = Math.exp(b.getDouble(CholeskyPosterior.entry(LATENT, 1, 1)));
        return new double[][] {{l00 * l00, l00 * l10}, {l00 * l10, l10 * l10 + l11 * l11}};
    }

    private static double determinant(double[][] m) {
        return m[0][0] * m[1][1] - m[0][1] * m[1][0];
    }

    /** z = 2 · base + 0.3 in each dimension, by a network that says log |det| = d log 2. */
    private static LatentModel transformed() {
        LatentPart part = new LatentPart(
                "z",
                LATENT,
                new DiagonalGaussianPosterior(),
                new StandardNormalPrior(),
                LatentPart.Transformed.YES,
                LatentPart.PriorSite.OBJECTIVE);
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("posterior", Networks.dense(2 * LATENT, Nonlinearity.IDENTITY), "x")
                .addLayer(
                        "base",
                        new SamplingLayer(
                                new DiagonalGaussianPosterior(), LATENT, new SamplingLayer.Noise(1, "latent", 1)),
                        "posterior")
                .addLayer("z", Networks.dense(LATENT, Nonlinearity.IDENTITY), "base")
                .addLayer("log-det", Networks.dense(1, Nonlinearity.IDENTITY), "base")
                .addLayer("likelihood-parameters", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "z")
                .addVertex("joined", new ConcatVertex(), "likelihood-parameters", "posterior", "z", "base", "log-det")
                .addLayer(
                        "objective",
                        new VariationalOutputLayer(
                                List.of(part), new GaussianLikelihood(0.7), ComposedObjective.of(new ElboReducer())),
                        "joined")
                .setOutputs("objective")
                .build());
        graph.init();
        graph.getLayer("z")
                .getParam("W")
                .assign(Nd4j.eye(LATENT).castTo(DataType.DOUBLE).muli(2));
        graph.getLayer("z").getParam("b").assign(0.3);
        graph.getLayer("log-det").getParam("W").assign(0);
        graph.getLayer("log-det").getParam("b").assign(LATENT * Math.log(2));
        return LatentModel.of(graph);
    }

    /** N(m, s²) behind z = 2 · base + 0.3 is N(2m + 0.3, 4s²). */
    @Test
    void aTransformedDrawIsWeighedByItsDeterminant() {
        LatentModel model = transformed();
        LatentModel plain = LinearGaussianModel.of(new DiagonalGaussianPosterior(), new StandardNormalPrior(), 1);
        for (String layer : List.of("posterior", "likelihood-parameters")) {
            plain.graph()
                    .getLayer(layer)
                    .setParams(model.graph().getLayer(layer).params().dup());
        }
        INDArray w = plain.graph().getLayer("posterior").getParam("W");
        INDArray b = plain.graph().getLayer("posterior").getParam("b");
        for (int j = 0; j < LATENT; j++) {
            w.putColumn(j, w.getColumn(j).dup().muli(2));
            b.putScalar(j, 2 * b.getDouble(j) + 0.3);
            b.putScalar(LATENT + j, b.getDouble(LATENT + j) + 2 * Math.log(2));
        }
        assertThat(new ImportanceSampling(model, 20).logLikelihood(X, 3))
                .containsExactly(new ImportanceSampling(plain, 20).logLikelihood(X, 3), within(1e-10));
        PosteriorDiagnostics found = PosteriorDiagnostics.of(model, new BatchList(List.of(X)), 12, 3);
        assertThat(found.mutualInformationNats()).isNaN();
        assertThat(found.marginalKlNats()).isNaN();
        double sampled = 0;
        plain.elbo(X, 3);
        double[] ratio = plain.lastBatch().logWeights();
        for (int i = 0; i < 12; i++) {
            sampled -= (ratio[i] + plain.lastBatch().negLogLikelihood()[i]) / 12;
        }
        assertThat(found.klNats()).isCloseTo(sampled, within(1e-10));
        assertThatThrownBy(() -> model.encode(X)).hasMessageContaining("behind a transform");
    }

    /**
     * The estimate with one sample is the bound of the same draws, whatever transforms lead to z and whatever they
     * read.
     */
    @Test
    void transformsAndFullCovariancesOfTheLibraryAreServed() {
        for (LatentSpec latents : List.of(
                new LatentSpec(new FullGaussianPosterior(), new MixtureOfGaussiansPrior(3)),
                new LatentSpec(
                        new DiagonalGaussianPosterior(), List.of(new Planar(), new Iaf()), new StandardNormalPrior()),
                new LatentSpec(new FullGaussianPosterior(), List.of(new Radial()), new MixtureOfGaussiansPrior(2)))) {
            LatentModel model = LinearGaussianModel.of(latents, 1);
            INDArray head = model.graph().getLayer("posterior").params();
            head.assign(Values.normal(8, DataType.DOUBLE, 1, Math.toIntExact(head.length()), 0.3)
                    .reshape(head.shape()));
            double[] sampled = new ImportanceSampling(model, 1).logLikelihood(X, 9);
            model.elbo(X, 9);
            double[] weights = model.lastBatch().logWeights();
            assertThat(sampled).containsExactly(weights, within(1e-10));
            PosteriorDiagnostics found = PosteriorDiagnostics.of(model, new BatchList(List.of(X)), 12, 3);
            assertThat(found.klNats()).isFinite();
            assertThat(Double.isNaN(found.mutualInformationNats()))
                    .isEqualTo(model.part().transformed());
            assertThat(new AnnealedImportanceSampling(model, new Settings(2, 3, 1, Start.PRIOR)).perExample(X, 1))
                    .hasSize(12)
                    .allSatisfy(
                            estimate -> assertThat(estimate.logLikelihoodNats()).isFinite());
        }
    }

    /** Uniform on a half-space of the plane as far as chains are concerned: a density with an edge. */
    private record EdgedPrior() implements Prior {
        @Override
        public String name() {
            return "edged";
        }

        @Override
        public boolean smoothEverywhere() {
            return false;
        }

        @Override
        public void addLogDensity(Columns z, Columns parameters, double[] logDensity) {}

        @Override
        public void addLogDensityGradient(Columns z, Columns parameters, double[] weights) {}

        @Override
        public void sample(Columns parameters, long seed, Columns z) {}
    }

    @Test
    void whatCannotBeServedIsRefusedInALineThatNamesTheKey() {
        LatentModel full = fullCovariance(0, 1);
        assertThatThrownBy(() -> new AnnealedImportanceSampling(full, new Settings(1, 1, 1, Start.POSTERIOR)))
                .hasMessageContaining("posteriors of the family test_cholesky")
                .hasMessageContaining("set model.posterior=diagonal_gaussian");
        new AnnealedImportanceSampling(full, new Settings(1, 1, 1, Start.PRIOR));
        LatentModel edged = LinearGaussianModel.of(new DiagonalGaussianPosterior(), new EdgedPrior(), 1);
        for (Start start : Start.values()) {
            assertThatThrownBy(() -> new AnnealedImportanceSampling(edged, new Settings(1, 1, 1, start)))
                    .hasMessageContaining("found the prior edged")
                    .hasMessageContaining("model.prior=standard_normal");
        }
        assertThat(Map.of("importance sampling", new ImportanceSampling(edged, 1)))
                .isNotEmpty();
    }
}
