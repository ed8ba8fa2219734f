package org.vae4j.model;

import java.util.List;
import org.nd4j.linalg.schedule.ISchedule;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.model.ConformanceTest.Row;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.network.hierarchy.Hierarchy;
import org.vae4j.network.hierarchy.Ladder;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.Objective;
import org.vae4j.objective.level.LevelFreeBitsTerm;

/** The rows of docs/conformance.md that cover several stochastic layers. */
final class HierarchicalConformance {

    private HierarchicalConformance() {}

    static List<Row> rows() {
        // Bottom-up, ladder, top-down.
        List<Hierarchy> linear = HierarchicalModels.linearKinds().toList();
        return List.of(
                new Row(
                        "`model.hierarchy: {ladder: {levels: []}}`",
                        "the model without a hierarchy, three draws: every gradient",
                        0,
                        () -> ConformanceTest.between(
                                ConformanceTest.model(ofOneLayer(), bound(), 3), ConformanceTest.model(bound(), 3))),
                new Row(
                        "`model.hierarchy: bottom_up`, p(z_1\\|z_2) = N(0, I) and q(z_2\\|z_1) = p(z_2)",
                        "the bound of the model of one layer, three draws",
                        1e-12,
                        () -> HierarchicalModelTest.indifferentLayerAgainstOne(HierarchicalModels.bottomUp())),
                evidence(linear.get(0)),
                evidence(linear.get(1)),
                evidence(linear.get(2)),
                annealed(linear.get(0)),
                annealed(linear.get(2)),
                new Row(
                        "`level_free_bits: 0`",
                        "the bound itself, two draws of three layers: every gradient",
                        0,
                        () -> ConformanceTest.between(
                                HierarchicalModels.model(
                                        HierarchicalModels.ladderOfThreeLayers(), withoutFreeBits(), 2),
                                HierarchicalModels.model(
                                        HierarchicalModels.ladderOfThreeLayers(),
                                        ComposedObjective.of(new ElboReducer()),
                                        2))));
    }

    private static Row evidence(Hierarchy kind) {
        return new Row(
                "linear chain, `" + kind.name() + "`, exact posterior",
                "log p(x) in closed form, by each of 100 draws",
                1e-10,
                () -> HierarchicalModels.againstEvidence(kind));
    }

    private static Row annealed(Hierarchy kind) {
        return new Row(
                "the same, `" + kind.name() + "`, annealed chains from the posterior",
                "log p(x) in closed form, by each of 3 chains of 4 temperatures",
                1e-9,
                () -> TransportChainsTest.annealedAgainstEvidence(kind));
    }

    private static LatentSpec ofOneLayer() {
        return new LatentSpec(
                new DiagonalGaussianPosterior(), List.of(), new StandardNormalPrior(), new Ladder(List.of()));
    }

    private static Objective bound() {
        return ComposedObjective.of(new ImportanceWeightedReducer());
    }

    private static Objective withoutFreeBits() {
        return new ComposedObjective(new ElboReducer(), (ISchedule) null, List.of(new LevelFreeBitsTerm(0)));
    }
}
