package org.vae4j.model;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.baseline.ProbabilisticPca;
import org.vae4j.latent.flow.FlowPrior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.model.ConformanceTest.Row;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.network.transform.Hamiltonian;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.Objective;
import org.vae4j.testing.PpcaModel;

/** The rows of docs/conformance.md that cover Hamiltonian dynamics and the flow prior. */
final class HamiltonianConformance {

    private HamiltonianConformance() {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        "`model.transforms: [{hamiltonian: 0}]`",
                        "the model without transforms, three draws: every gradient",
                        0,
                        () -> ConformanceTest.between(
                                ConformanceTest.model(
                                        HamiltonianModels.with(new Hamiltonian(0, 0, 0)), importanceWeightedBound(), 3),
                                ConformanceTest.model(importanceWeightedBound(), 3))),
                new Row(
                        "`{hamiltonian: {length: 3, step: 0.2, beta0: 0.4}}`, a latent of one dimension",
                        "log p(x) by quadrature: the mean weight over draw and momentum, by quadrature too",
                        1e-8,
                        () -> HamiltonianModels.weightsAgainstEvidence(new Hamiltonian(3, 0.2, 0.4))),
                new Row(
                        "linear decoder, `{hamiltonian: {length: 5, beta0: 0.7}}`",
                        "probabilistic PCA: the bound in closed form, by the matrix of the leapfrogs",
                        1e-9,
                        HamiltonianConformance::boundOfALinearModel),
                new Row(
                        "`model.prior: flow`, its networks at 0",
                        "p(z) = N(0, I): the bound of three draws, every gradient of encoder and decoder",
                        1e-12,
                        HamiltonianConformance::flowAgainstStandard));
    }

    private static Objective importanceWeightedBound() {
        return ComposedObjective.of(new ImportanceWeightedReducer());
    }

    private static double boundOfALinearModel() {
        ProbabilisticPca ppca = PpcaModel.ppca(8, 2);
        INDArray x = ppca.sample(20, 7);
        double evidence = Arrays.stream(ppca.logLikelihood(x)).average().orElseThrow();
        double found = HamiltonianModels.bound(HamiltonianModels.withEvenSteps(ppca, 5, 0.7), x, 2);
        return Math.abs(found - evidence + 2 * HamiltonianModels.gapOfEvenSteps(5, 0.7));
    }

    private static double flowAgainstStandard() {
        LatentModel flow = ConformanceTest.model(
                new LatentSpec(new DiagonalGaussianPosterior(), new FlowPrior(3, 5, 2)), importanceWeightedBound(), 3);
        LatentModel standard = ConformanceTest.model(
                new LatentSpec(new DiagonalGaussianPosterior(), new StandardNormalPrior()),
                importanceWeightedBound(),
                3);
        return ConformanceTest.besidePrior(flow, standard);
    }
}
