package org.vae4j.model;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.vae4j.layers.CorruptionBlock;
import org.vae4j.model.ConformanceTest.Row;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.block.Corrupt;
import org.vae4j.network.block.Dense;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.DoublyReparameterisedReducer;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.Term;
import org.vae4j.objective.aggregate.AggregateEstimator;
import org.vae4j.objective.aggregate.CovarianceTerm;
import org.vae4j.objective.aggregate.SlicedWassersteinTerm;
import org.vae4j.objective.aggregate.TotalCorrelationTerm;
import org.vae4j.objective.jacobian.SpectralNorms;
import org.vae4j.objective.reducer.CombinedReducer;
import org.vae4j.objective.reducer.LargestWeightReducer;
import org.vae4j.objective.reducer.MultiplyImportanceWeightedReducer;
import org.vae4j.objective.reducer.PartiallyImportanceWeightedReducer;
import org.vae4j.objective.reducer.RenyiReducer;
import org.vae4j.objective.reducer.StickingTheLandingReducer;
import org.vae4j.objective.reducer.ThermodynamicReducer;
import org.vae4j.objective.sensitivity.ContractiveTerm;
import org.vae4j.objective.sensitivity.DecoderJacobianTerm;
import org.vae4j.objective.sensitivity.SpectralPenaltyTerm;
import org.vae4j.objective.term.CapacityTerm;
import org.vae4j.objective.term.FreeBitsTerm;
import org.vae4j.objective.term.InfoTerm;
import org.vae4j.objective.term.InverseMultiquadric;
import org.vae4j.objective.term.LatentNormTerm;
import org.vae4j.objective.term.MmdTerm;
import org.vae4j.schedule.Constant;
import org.vae4j.testing.Values;

/**
 * The rows of docs/conformance.md that cover bounds, terms and corruption, each a whole model compared with another.
 */
final class ObjectiveConformance {

    private static final int DRAWS = 3;
    /** Passes per mean over the noise, and copies of the examples per pass: together 10,000 draws per example. */
    private static final int REPEATS = 100;

    private static final int COPIES = 100;
    private static final String ELBO_BY_DRAWS = "the ELBO by its draws";

    private ObjectiveConformance() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>(bounds());
        rows.addAll(terms());
        rows.add(new Row(
                "encoder `[{corrupt: 0}, …]`",
                "the model without that block",
                0,
                () -> ConformanceTest.between(corrupted(), ConformanceTest.model(elbo(), 1))));
        return rows;
    }

    private static List<Row> bounds() {
        Reducer iwae = new ImportanceWeightedReducer();
        Reducer byDraws = new CombinedReducer(1);
        return List.of(
                row("`miwae: {outer: 1}`", "`iwae` over all draws", 0, new MultiplyImportanceWeightedReducer(1), iwae),
                row("`miwae` with K = 1", ELBO_BY_DRAWS, 0, new MultiplyImportanceWeightedReducer(DRAWS), byDraws),
                row("`piwae: {outer: 1}`", "`iwae`", 0, new PartiallyImportanceWeightedReducer(1), iwae),
                row("`ciwae: {elbo: 0}`", "`iwae`", 0, new CombinedReducer(0), iwae),
                row("`renyi: {alpha: 0}`", "`iwae`", 0, new RenyiReducer(0), iwae),
                row("`renyi: {alpha: 1}`", ELBO_BY_DRAWS, 0, new RenyiReducer(1), byDraws),
                row("`renyi: {alpha: -1e6}`", "`vr_max`", 1e-5, new RenyiReducer(-1e6), new LargestWeightReducer()),
                row(
                        "`tvo: {partitions: 1, gradient: path}`",
                        ELBO_BY_DRAWS,
                        1e-12,
                        new ThermodynamicReducer(1, 0.1, ThermodynamicReducer.Derivative.PATH),
                        byDraws),
                new Row(
                        "`stl`, one draw",
                        "`iwae_dreg`",
                        0,
                        () -> ConformanceTest.between(
                                ConformanceTest.model(ComposedObjective.of(new StickingTheLandingReducer()), 1),
                                ConformanceTest.model(ComposedObjective.of(new DoublyReparameterisedReducer()), 1))),
                new Row(
                        "`iwae_dreg`, the mean of each gradient over 10,000 draws of the noise",
                        "`iwae`, in standard errors of the difference",
                        5,
                        () -> betweenMeans(new DoublyReparameterisedReducer(), new ImportanceWeightedReducer())));
    }

    /** The largest difference between the mean gradients of two bounds over the noise, in standard errors. */
    private static double betweenMeans(Reducer one, Reducer other) {
        double[][] first = moments(ConformanceTest.model(ComposedObjective.of(one), DRAWS), 0);
        double[][] second = moments(ConformanceTest.model(ComposedObjective.of(other), DRAWS), REPEATS);
        double largest = 0;
        for (int i = 0; i < first[0].length; i++) {
            double error = Math.sqrt(first[1][i] + second[1][i]);
            // Not less than rounding, which is all that is left where a gradient does not depend on the noise.
            largest = Math.max(largest, Math.abs(first[0][i] - second[0][i]) / Math.max(error, 1e-9));
        }
        return largest;
    }

    /** The mean and the squared standard error of each derivative over the noise of {@link #REPEATS} iterations. */
    private static double[][] moments(LatentModel model, int firstIteration) {
        INDArray copies = Nd4j.tile(ConformanceTest.X, COPIES, 1).dup('f');
        int count = Math.toIntExact(model.graph().numParams());
        double[][] moments = new double[2][count];
        for (int n = 0; n < REPEATS; n++) {
            model.graph().getConfiguration().setIterationCount(firstIteration + n);
            model.compiled().gradient(copies);
            double[] gradient = Values.of(model.graph().getFlattenedGradients().reshape(1, -1));
            for (int i = 0; i < count; i++) {
                moments[0][i] += gradient[i] / REPEATS;
                moments[1][i] += gradient[i] * gradient[i] / REPEATS;
            }
        }
        for (int i = 0; i < count; i++) {
            moments[1][i] = Math.max(0, moments[1][i] - moments[0][i] * moments[0][i]) / (REPEATS - 1);
        }
        return moments;
    }

    private static Row row(String model, String limit, double allowed, Reducer tested, Reducer expected) {
        return row(model, limit, allowed, ComposedObjective.of(tested), ComposedObjective.of(expected));
    }

    private static Row row(String model, String limit, double allowed, Objective tested, Objective expected) {
        return new Row(
                model,
                limit,
                allowed,
                () -> ConformanceTest.between(
                        ConformanceTest.model(tested, DRAWS), ConformanceTest.model(expected, DRAWS)));
    }

    private static List<Row> terms() {
        List<Row> rows = new ArrayList<>();
        rows.add(isElbo("`free_bits: 0`", new FreeBitsTerm(0)));
        rows.add(isElbo("`capacity: {gamma: 0}`", new CapacityTerm(0, new Constant(3), CapacityTerm.Of.BATCH)));
        rows.add(isElbo("`mmd: 0`", new MmdTerm(0, new InverseMultiquadric(), 0)));
        rows.add(isElbo("`info: {alpha: 0, lambda: 1}`", new InfoTerm(0, 1, new InverseMultiquadric(), 0)));
        rows.add(isElbo("`dip` with weights of 0", new CovarianceTerm(CovarianceTerm.Of.AGGREGATE, 0, 0)));
        rows.add(isElbo("`sliced_wasserstein: 0`", new SlicedWassersteinTerm(0, 5, 0)));
        rows.add(isElbo("`latent_norm: 0`", new LatentNormTerm(0)));
        rows.add(isElbo("`decoder_jacobian: 0`", new DecoderJacobianTerm(0, 1, 0.01, 0)));
        rows.add(isElbo("`spectral_penalty: 0`", new SpectralPenaltyTerm(0, SpectralNorms.Of.ALL, 10, 0)));
        rows.add(isElbo("`contractive: 0`", new ContractiveTerm(0, 1, 0.01, 0)));
        rows.add(row(
                "`info: {alpha: 1}`",
                "`objective.beta: 0` with `mmd` of the weight lambda",
                1e-12,
                with(1, new InfoTerm(1, 4, new InverseMultiquadric(), 5)),
                with(0, new MmdTerm(4, new InverseMultiquadric(), 5))));
        rows.add(row(
                "`capacity: {gamma: 4, nats: 0}`, `objective.beta: 0`",
                "`objective.beta: 4`",
                1e-12,
                with(0, new CapacityTerm(4, new Constant(0), CapacityTerm.Of.BATCH)),
                with(4)));
        for (AggregateEstimator estimator : AggregateEstimator.values()) {
            rows.add(row(
                    "`total_correlation: {beta: 1, estimator: "
                            + estimator.name().toLowerCase(java.util.Locale.ROOT) + "}`, `objective.beta: 0`",
                    ELBO_BY_DRAWS,
                    1e-12,
                    with(0, new TotalCorrelationTerm(1, 1, 1, estimator, 90)),
                    ComposedObjective.of(new CombinedReducer(1))));
        }
        return rows;
    }

    private static Row isElbo(String model, Term term) {
        return row(model, "the ELBO without it", 0, with(1.3, term), with(1.3));
    }

    private static Objective with(double beta, Term... terms) {
        return new ComposedObjective(new ElboReducer(), new FixedSchedule(beta), List.of(terms));
    }

    private static Objective elbo() {
        return ComposedObjective.of(new ElboReducer());
    }

    private static LatentModel corrupted() {
        List<BlockSpec> encoder = new ArrayList<>(List.of(new Corrupt(0, CorruptionBlock.Kind.GAUSSIAN)));
        encoder.addAll(Dense.layers(List.of(7)));
        return ConformanceTest.model(encoder, LatentSpec.STANDARD, elbo(), 1);
    }
}
