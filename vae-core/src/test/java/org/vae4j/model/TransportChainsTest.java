package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
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

/** Annealed chains behind transports and over several stochastic layers against log p(x) that is known. */
class TransportChainsTest {

    private static final double[][] STANDARD = {{0, 0, 0, 0}};
    private static final INDArray X = Values.normal(11, DataType.DOUBLE, 3, LinearGaussianModel.FEATURES, 1.5);
    private static final ComposedObjective ELBO = ComposedObjective.of(new ElboReducer());

    static Stream<Hierarchy> linearKinds() {
        return HierarchicalModels.linearKinds();
    }

    static Stream<Hierarchy> kinds() {
        return HierarchicalModels.kinds();
    }

    /** Four sampling errors of each example. */
    private static void assertEvidence(LatentModel model, Settings settings, INDArray x, double[] exact) {
        List<ExampleEstimate> found = new AnnealedImportanceSampling(model, settings).perExample(x, 3);
        for (int i = 0; i < exact.length; i++) {
            assertThat(found.get(i).samplingErrorNats()).isLessThan(0.7);
            assertThat(found.get(i).logLikelihoodNats())
                    .isCloseTo(exact[i], within(4 * found.get(i).samplingErrorNats() + 1e-9));
        }
    }

    /** Encoders that are anything but the posterior; the decoder is linear, so that log p(x) is known. */
    static Stream<LatentSpec> transports() {
        return Stream.of(
                new LatentSpec(new FullGaussianPosterior(), new StandardNormalPrior()),
                behind(new Planar(3, Parameters.AMORTISED)),
                behind(new Sylvester()),
                behind(new Iaf(2, 8, 1, 2, Scale.GATE)),
                behind(new Coupling(2, 8, 1, 2, Scale.BOUNDED)));
    }

    private static LatentSpec behind(Transform transform) {
        return new LatentSpec(new DiagonalGaussianPosterior(), List.of(transform), new StandardNormalPrior());
    }

    @ParameterizedTest
    @MethodSource("transports")
    void chainsFromBehindATransportFindTheEvidence(LatentSpec latents) {
        LatentModel model = LinearGaussianModel.of(latents, 1);
        // Small, so that steps of the transforms are near the identity and no weight is extreme.
        model.graph().getLayer("posterior").params().muli(0.3);
        for (Start start : Start.values()) {
            assertEvidence(model, new Settings(30, 30, 3, start), X, LinearGaussianModel.logLikelihood(X, STANDARD));
        }
    }

    /** Where q(z|x) is exact every weight is p(x), with one temperature too. */
    @Test
    void fromTheExactPosteriorEveryWeightIsTheEvidence() {
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

    /** The marginal of a linear chain of two layers is Gaussian; all posteriors are moved off the exact ones. */
    @ParameterizedTest
    @MethodSource("linearKinds")
    void chainsOverSeveralLayersFindTheEvidence(Hierarchy kind) {
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
    void fromTheExactPosteriorOfAChainEveryWeightIsTheEvidence(Hierarchy kind) {
        assertThat(annealedAgainstEvidence(kind)).isLessThan(1e-9);
    }

    /** The largest deviation from log p(x) of chains that begin at the exact posterior. */
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

    /** Bounds from both sides, means over examples of the chain itself. */
    @Test
    void theSandwichOfSeveralLayersHoldsTheEvidence() {
        LatentModel model = HierarchicalModels.linear(linearKinds().findFirst().orElseThrow());
        INDArray like = Values.pixels(3, DataType.DOUBLE, 60, HierarchicalModels.FEATURES);
        SimulatedExamples made = SimulatedExamples.like(model, model.prior(), like, 0, 5);
        double[] exact = HierarchicalModels.evidence(made.x());
        List<Bounds> bounds =
                new BidirectionalMonteCarlo(model, new Settings(4, 30, 4, Start.PRIOR)).perExample(made, 3);
        double below = 0;
        double above = 0;
        double error = 0;
        for (int i = 0; i < exact.length; i++) {
            below += (exact[i] - bounds.get(i).forward().logLikelihoodNats()) / exact.length;
            above += (bounds.get(i).backward().logLikelihoodNats() - exact[i]) / exact.length;
            error += Math.pow(bounds.get(i).backward().samplingErrorNats() / exact.length, 2);
        }
        double slack = 4 * Math.sqrt(error);
        assertThat(below).isBetween(-slack, 0.2);
        assertThat(above).isBetween(-slack, 0.2);
    }

    /** Coordinates of a hierarchy's prior lead to z and back, with the densities that they should have. */
    @ParameterizedTest
    @MethodSource("kinds")
    void theCoordinatesOfAPriorLeadToZAndBack(Hierarchy kind) {
        LatentModel model = HierarchicalModels.model(kind, new MixtureOfGaussiansPrior(3), ELBO, 1);
        LatentPrior prior = model.prior();
        NoiseRows numbers = new NoiseRows(2, 3, 1, 2);
        double[] u = prior.samplePlaces(numbers, 5);
        double[] z = prior.place(u);
        assertThat(prior.sample(numbers, 5)).containsExactly(z);
        assertThat(prior.placeOf(z)).containsExactly(u, within(1e-12));
        double[] weights = Values.of(Values.normal(3, DataType.DOUBLE, 1, u.length, 1));
        double[] gradient = prior.placeGradient(u, z, weights);
        for (int i = 0; i < u.length; i++) {
            double[] moved = u.clone();
            moved[i] += 1e-5;
            double above = dot(prior.place(moved), weights);
            moved[i] -= 2e-5;
            assertThat(gradient[i]).isCloseTo((above - dot(prior.place(moved), weights)) / 2e-5, within(1e-8));
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The momentum of Hamiltonian dynamics is noise besides, of which chains from the posterior know no gradient. */
    @Test
    void behindHamiltonianDynamicsChainsBeginAtThePriorAlone() {
        LatentModel model = LinearGaussianModel.of(behind(new Hamiltonian()), 1);
        assertThatThrownBy(() -> new AnnealedImportanceSampling(model, new Settings(1, 1, 1, Start.POSTERIOR)))
                .hasMessageContaining("found posteriors of the family diagonal_gaussian behind a transform")
                .hasMessageContaining("let them begin at the prior");
        assertEvidence(model, new Settings(30, 30, 3, Start.PRIOR), X, LinearGaussianModel.logLikelihood(X, STANDARD));
    }

    /** A posterior that says nothing of x is the prior: chains from it find what chains from the prior do. */
    @ParameterizedTest
    @EnumSource
    void aCollapsedPosteriorIsAStartLikeAnyOther(Start start) {
        List<LatentModel> collapsed = new ArrayList<>();
        collapsed.add(LinearGaussianModel.unencoded(
                new LatentSpec(new DiagonalGaussianPosterior(), new StandardNormalPrior()), 1));
        collapsed.add(LinearGaussianModel.unencoded(behind(new Planar()), 1));
        double[] exact = LinearGaussianModel.logLikelihood(X, STANDARD);
        for (LatentModel model : collapsed) {
            assertEvidence(model, new Settings(30, 30, 3, start), X, exact);
        }
        // Where the decoder does not look at z either, every weight is p(x) from the first temperature on.
        LatentModel blind = collapsed.get(1);
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
