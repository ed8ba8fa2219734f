package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.eval.ExampleEstimate;
import org.vae4j.eval.annealed.AnnealedImportanceSampling;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Settings;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Start;
import org.vae4j.eval.annealed.BidirectionalMonteCarlo;
import org.vae4j.eval.annealed.BidirectionalMonteCarlo.Bounds;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.latent.bijection.Scale;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.FullGaussianPosterior;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.math.NoiseRows;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.network.hierarchy.BottomUp;
import org.vae4j.network.hierarchy.Hierarchy;
import org.vae4j.network.transform.Coupling;
import org.vae4j.network.transform.Hamiltonian;
import org.vae4j.network.transform.Iaf;
import org.vae4j.network.transform.Parameters;
import org.vae4j.network.transform.Planar;
import org.vae4j.network.transform.Sylvester;
import org.vae4j.network.transform.Transform;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.testing.LinearGaussianModel;
import org.vae4j.testing.Values;

/** Annealed chains for models with transforms and for several stochastic layers, compared with a known log p(x). */
class TransportChainsTest {

    /** The standard normal prior as one component [mean | log-variances]. */
    private static final double[][] STANDARD = {{0, 0, 0, 0}};

    private static final NoiseRows NUMBERS = new NoiseRows(2, 3, 1, 2);
    private static final double STEP = 1e-5;
    private static final INDArray X = Values.normal(11, DataType.DOUBLE, 3, LinearGaussianModel.FEATURES, 1.5);
    private static final ComposedObjective ELBO = ComposedObjective.of(new ElboReducer());

    static Stream<Hierarchy> linearKinds() {
        return HierarchicalModels.linearKinds();
    }

    static Stream<Hierarchy> kinds() {
        return HierarchicalModels.kinds();
    }

    /** Compares the estimate of each example within four sampling errors. */
    private static void assertEvidence(LatentModel model, Settings settings, INDArray x, double[] exact) {
        List<ExampleEstimate> found = new AnnealedImportanceSampling(model, settings).perExample(x, 3);
        for (int i = 0; i < exact.length; i++) {
            assertThat(found.get(i).samplingErrorNats()).isLessThan(0.7);
            assertThat(found.get(i).logLikelihoodNats())
                    .isCloseTo(exact[i], within(4 * found.get(i).samplingErrorNats() + 1e-9));
        }
    }

    /** Latents whose encoders are untrained; with a linear decoder log p(x) is known. */
    static Stream<LatentSpec> transports() {
        return Stream.of(
                new LatentSpec(new FullGaussianPosterior(), new StandardNormalPrior()),
                transformed(new Planar(3, Parameters.AMORTISED)),
                transformed(new Sylvester()),
                transformed(new Iaf(2, 8, 1, 2, Scale.GATE)),
                transformed(new Coupling(2, 8, 1, 2, Scale.BOUNDED)));
    }

    private static LatentSpec transformed(Transform transform) {
        return new LatentSpec(new DiagonalGaussianPosterior(), List.of(transform), new StandardNormalPrior());
    }

    @ParameterizedTest
    @MethodSource("transports")
    void annealedChainsOfATransformedLatentFindTheEvidence(LatentSpec latents) {
        LatentModel model = LinearGaussianModel.of(latents, 1);
        // Smaller parameters: the transforms are near the identity, and no weight is extreme.
        model.graph().getLayer("posterior").params().muli(0.3);
        for (Start start : Start.values()) {
            assertEvidence(model, new Settings(30, 30, 3, start), X, LinearGaussianModel.logLikelihood(X, STANDARD));
        }
    }

    @Test
    void weightOfEveryChainFromTheExactPosteriorIsTheEvidence() {
        double[] exact = LinearGaussianModel.logLikelihood(X, STANDARD);
        for (LatentModel model : List.of(ExactPosteriors.fullCovariance(), ExactPosteriors.reflected())) {
            for (int temperatures : new int[] {1, 5}) {
                List<ExampleEstimate> found = new AnnealedImportanceSampling(
                                model, new Settings(3, temperatures, 2, Start.POSTERIOR))
                        .perExample(X, 3);
                for (int i = 0; i < exact.length; i++) {
                    assertThat(found.get(i).logLikelihoodNats()).isCloseTo(exact[i], within(1e-9));
                    assertThat(found.get(i).effectiveSampleSize()).isCloseTo(3, within(1e-9));
                }
            }
        }
    }

    /** The evidence of a linear chain of two layers is Gaussian; the posteriors are shifted from the exact ones. */
    @ParameterizedTest
    @MethodSource("linearKinds")
    void annealedChainsOverSeveralLayersFindTheEvidence(Hierarchy kind) {
        LatentModel model = HierarchicalModels.linear(kind);
        INDArray head = model.graph()
                .getLayer(kind instanceof BottomUp ? "posterior" : "posterior-said-of-z-2")
                .getParam("b");
        head.putScalar(0, head.getDouble(0) + 0.6).putScalar(1, head.getDouble(1) - 0.4);
        INDArray x = HierarchicalModels.examples();
        for (Start start : Start.values()) {
            assertEvidence(model, new Settings(30, 30, 3, start), x, HierarchicalModels.evidence(x));
        }
    }

    @ParameterizedTest
    @MethodSource("linearKinds")
    void weightOfEveryChainFromTheExactPosteriorOfSeveralLayersIsTheEvidence(Hierarchy kind) {
        assertThat(annealedAgainstEvidence(kind)).isLessThan(1e-9);
    }

    /** The largest deviation from log p(x) of chains that start at the exact posterior. */
    static double annealedAgainstEvidence(Hierarchy kind) {
        INDArray x = HierarchicalModels.examples();
        double[] exact = HierarchicalModels.evidence(x);
        List<ExampleEstimate> found = new AnnealedImportanceSampling(
                        HierarchicalModels.linear(kind), new Settings(3, 4, 2, Start.POSTERIOR))
                .perExample(x, 3);
        double largest = 0;
        for (int i = 0; i < exact.length; i++) {
            largest = Math.max(largest, Math.abs(found.get(i).logLikelihoodNats() - exact[i]));
        }
        return largest;
    }

    /** The examples are simulated by the model. */
    @Test
    void bidirectionalMonteCarloBracketsTheEvidenceOfSeveralLayers() {
        LatentModel model = HierarchicalModels.linear(linearKinds().findFirst().orElseThrow());
        INDArray like = Values.pixels(3, DataType.DOUBLE, 60, HierarchicalModels.FEATURES);
        SimulatedExamples simulated = SimulatedExamples.like(model, model.prior(), like, 0, 5);
        double[] exact = HierarchicalModels.evidence(simulated.x());
        List<Bounds> bounds =
                new BidirectionalMonteCarlo(model, new Settings(4, 30, 4, Start.PRIOR)).perExample(simulated, 3);
        double lowerGap = 0;
        double upperGap = 0;
        double error = 0;
        for (int i = 0; i < exact.length; i++) {
            lowerGap += (exact[i] - bounds.get(i).forward().logLikelihoodNats()) / exact.length;
            upperGap += (bounds.get(i).backward().logLikelihoodNats() - exact[i]) / exact.length;
            error += Math.pow(bounds.get(i).backward().samplingErrorNats() / exact.length, 2);
        }
        double slack = 4 * Math.sqrt(error);
        assertThat(lowerGap).isBetween(-slack, 0.2);
        assertThat(upperGap).isBetween(-slack, 0.2);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void coordinatesOfAPriorMapToZAndBack(Hierarchy kind) {
        LatentPrior prior = HierarchicalModels.model(kind, new MixtureOfGaussiansPrior(3), ELBO, 1)
                .prior();
        double[] u = prior.sampleCoordinates(NUMBERS, 5);
        double[] z = prior.fromCoordinates(u);
        assertThat(prior.sample(NUMBERS, 5)).containsExactly(z);
        assertThat(prior.toCoordinates(z)).containsExactly(u, within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void gradientByTheCoordinatesMatchesFiniteDifferences(Hierarchy kind) {
        LatentPrior prior = HierarchicalModels.model(kind, new MixtureOfGaussiansPrior(3), ELBO, 1)
                .prior();
        double[] u = prior.sampleCoordinates(NUMBERS, 5);
        double[] z = prior.fromCoordinates(u);
        double[] weights = Values.of(Values.normal(3, DataType.DOUBLE, 1, u.length, 1));
        double[] gradient = prior.coordinateGradient(u, z, weights);
        for (int i = 0; i < u.length; i++) {
            double[] moved = u.clone();
            moved[i] = u[i] + STEP;
            double above = dot(prior.fromCoordinates(moved), weights);
            moved[i] = u[i] - STEP;
            double below = dot(prior.fromCoordinates(moved), weights);
            assertThat(gradient[i]).as("coordinate %d", i).isCloseTo((above - below) / (2 * STEP), within(1e-8));
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The momentum is further noise, for which chains from the posterior have no gradient. */
    @Test
    void chainsOfAHamiltonianPosteriorStartAtThePriorOnly() {
        LatentModel model = LinearGaussianModel.of(transformed(new Hamiltonian()), 1);
        assertThatThrownBy(() -> new AnnealedImportanceSampling(model, new Settings(1, 1, 1, Start.POSTERIOR)))
                .hasMessageContaining("found posteriors of the family diagonal_gaussian behind a transform")
                .hasMessageContaining("let them begin at the prior");
        assertEvidence(model, new Settings(30, 30, 3, Start.PRIOR), X, LinearGaussianModel.logLikelihood(X, STANDARD));
    }

    /** The posterior of an encoder without weights is the prior. */
    @ParameterizedTest
    @EnumSource
    void annealedChainsFindTheEvidenceWithACollapsedPosterior(Start start) {
        double[] exact = LinearGaussianModel.logLikelihood(X, STANDARD);
        for (LatentSpec latents : List.of(
                new LatentSpec(new DiagonalGaussianPosterior(), new StandardNormalPrior()),
                transformed(new Planar()))) {
            assertEvidence(LinearGaussianModel.unencoded(latents, 1), new Settings(30, 30, 3, start), X, exact);
        }
    }

    @ParameterizedTest
    @EnumSource
    void weightOfEveryChainIsTheEvidenceIfTheDecoderIgnoresZ(Start start) {
        LatentModel blind = LinearGaussianModel.unencoded(transformed(new Planar()), 1);
        blind.graph().getLayer("likelihood-parameters").getParam("W").assign(0);
        double[] weights = new ImportanceSampling(blind, 3).logLikelihood(X, 1);
        List<ExampleEstimate> found =
                new AnnealedImportanceSampling(blind, new Settings(3, 4, 2, start)).perExample(X, 3);
        for (int i = 0; i < weights.length; i++) {
            assertThat(found.get(i).logLikelihoodNats()).isCloseTo(weights[i], within(1e-9));
            assertThat(found.get(i).effectiveSampleSize()).isCloseTo(3, within(1e-9));
        }
        assertThat(Arrays.stream(weights).allMatch(Double::isFinite)).isTrue();
    }
}
