package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.eval.ElboEvaluation;
import org.vae4j.eval.annealed.AnnealedImportanceSampling;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Settings;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Start;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.latent.Prior;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.network.block.Dense;
import org.vae4j.network.hierarchy.BottomUp;
import org.vae4j.network.hierarchy.Hierarchy;
import org.vae4j.network.hierarchy.Ladder;
import org.vae4j.network.hierarchy.Level;
import org.vae4j.network.hierarchy.TopDown;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.Values;

/** Estimates of log p(x) for models with several stochastic layers, compared with closed forms and quadrature. */
class HierarchicalEvidenceTest {

    /** The grid of quadratures: points per side, largest coordinate, and area per point. */
    private static final int GRID_SIDE = 81;

    private static final double GRID_EDGE = 8;
    private static final double CELL = 1.0 / 25;

    static Stream<Hierarchy> linearKinds() {
        return HierarchicalModels.linearKinds();
    }

    static Stream<Hierarchy> kindsOfTwoDimensions() {
        List<Level> one = List.of(new Level(1, Dense.layers(List.of(3)), Dense.layers(List.of(4))));
        return Stream.of(new BottomUp(one), new Ladder(one), new TopDown(one, Dense.layers(List.of(3)), List.of()));
    }

    /** The evidence of a linear chain is Gaussian, and every kind of hierarchy can represent its exact posterior. */
    @ParameterizedTest
    @MethodSource("linearKinds")
    void weightOfEveryDrawFromTheExactPosteriorIsTheEvidence(Hierarchy kind) {
        assertThat(HierarchicalModels.againstEvidence(kind)).isLessThan(1e-10);
        INDArray x = HierarchicalModels.examples();
        assertThat(new ImportanceSampling(HierarchicalModels.linear(kind), 10).logLikelihood(x, 3))
                .containsExactly(HierarchicalModels.evidence(x), within(1e-10));
    }

    /** Compared within four standard errors of the reconstruction term over 1,000 draws, about 0.02 each. */
    @ParameterizedTest
    @MethodSource("linearKinds")
    void elboOfTheExactPosteriorIsTheEvidence(Hierarchy kind) {
        INDArray x = HierarchicalModels.examples();
        double evidence = 0;
        for (double value : HierarchicalModels.evidence(x)) {
            evidence += value / x.size(0);
        }
        double found = ElboEvaluation.of(HierarchicalModels.linear(kind), new BatchList(List.of(x)), 1000, 3)
                .terms()
                .negElboNats();
        assertThat(found).isCloseTo(-evidence, within(0.08));
    }

    /** Compared within four sampling errors. */
    @ParameterizedTest
    @MethodSource("linearKinds")
    void importanceSamplingFindsTheEvidenceWithAPosteriorThatIsTooWide(Hierarchy kind) {
        LatentModel model = HierarchicalModels.linear(kind);
        model.graph()
                .getLayer(kind instanceof BottomUp ? "posterior" : "posterior-said-of-z-2")
                .getParam("b")
                .putScalar(1, 0.3);
        INDArray x = HierarchicalModels.examples();
        double evidence = 0;
        for (double value : HierarchicalModels.evidence(x)) {
            evidence += value / x.size(0);
        }
        var estimate = new ImportanceSampling(model, 4000).estimate(new BatchList(List.of(x)), 3);
        assertThat(estimate.samplingErrorNats()).isBetween(1e-6, 0.05);
        assertThat(estimate.negLogLikelihoodNats()).isCloseTo(-evidence, within(4 * estimate.samplingErrorNats()));
    }

    /**
     * With one dimension per layer, p(x) is computed by the rectangle rule on [-8, 8]² with steps of 1/5, which is
     * exact to 1e-6 for functions as smooth. Estimates are compared within four sampling errors.
     */
    @ParameterizedTest
    @MethodSource("kindsOfTwoDimensions")
    void importanceSamplingAndAnnealedChainsAgreeWithQuadrature(Hierarchy kind) {
        for (Prior prior : List.of(new StandardNormalPrior(), new MixtureOfGaussiansPrior(2))) {
            LatentModel model = HierarchicalModels.model(kind, prior, ComposedObjective.of(new ElboReducer()), 1, 1);
            INDArray grid = HierarchicalModels.grid(GRID_SIDE, GRID_EDGE);
            double[] logPrior = model.prior().logDensity(Values.of(grid));
            double mass = 0;
            for (double value : logPrior) {
                mass += Math.exp(value) * CELL;
            }
            assertThat(mass).isCloseTo(1, within(1e-6));
            double evidence = 0;
            for (int e = 0; e < 5; e++) {
                INDArray x = HierarchicalModels.X.getRow(e, true).dup('f');
                double[] nll = model.negLogLikelihood(x, grid);
                double sum = 0;
                for (int n = 0; n < nll.length; n++) {
                    sum += Math.exp(logPrior[n] - nll[n]) * CELL;
                }
                evidence += Math.log(sum) / 5;
            }
            var estimate =
                    new ImportanceSampling(model, 4000).estimate(new BatchList(List.of(HierarchicalModels.X)), 3);
            assertThat(estimate.samplingErrorNats()).isBetween(1e-4, 0.2);
            assertThat(estimate.negLogLikelihoodNats())
                    .as(kind.name() + " " + prior.name())
                    .isCloseTo(-evidence, within(4 * estimate.samplingErrorNats()));
            for (Start start : Start.values()) {
                var annealed = new AnnealedImportanceSampling(model, new Settings(12, 15, 2, start))
                        .estimate(new BatchList(List.of(HierarchicalModels.X)), 3, done -> {})
                        .likelihood();
                assertThat(annealed.samplingErrorNats()).isBetween(1e-4, 0.2);
                assertThat(annealed.negLogLikelihoodNats())
                        .as(kind.name() + " " + prior.name() + " " + start)
                        .isCloseTo(-evidence, within(4 * annealed.samplingErrorNats()));
            }
        }
    }
}
