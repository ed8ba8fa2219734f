package org.vae4j.model;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.pair.AveragedPairs;
import org.vae4j.latent.pair.MultipliedPairs;
import org.vae4j.latent.pair.PairSharing;
import org.vae4j.latent.pair.SharedDimensions.Divergence;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.model.ConformanceTest.Row;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.hierarchy.None;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.Objective;
import org.vae4j.objective.jacobian.SpectralNorms;
import org.vae4j.objective.sensitivity.DecoderJacobianTerm;
import org.vae4j.objective.sensitivity.SpectralPenaltyTerm;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/** The rows of docs/conformance.md that cover pairs of examples and norms of Jacobians and of weights. */
final class WeakConformance {

    private static final int FEATURES = 6;

    private WeakConformance() {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        "`model.pairs: averaged`, pairs of equal examples",
                        "`model.pairs: none`",
                        1e-12,
                        WeakConformance::equalPairs),
                new Row(
                        "`model.pairs: {multiplied: {changed: 3}}`, all dimensions changed",
                        "`model.pairs: none`",
                        0,
                        WeakConformance::nothingShared),
                new Row(
                        "`decoder_jacobian: {probes: 0}`, linear decoder",
                        "the sum of the squares of its weights",
                        1e-10,
                        WeakConformance::linearDecoder),
                new Row(
                        "`spectral_penalty: {weight: 1, group: decoder}`",
                        "½ Σ σ(W)² by singular value decompositions",
                        1e-10,
                        WeakConformance::largestSingularValues));
    }

    private static LatentModel model(PairSharing pairs) {
        return ConformanceTest.model(
                new LatentSpec(
                        new DiagonalGaussianPosterior(), List.of(), new StandardNormalPrior(), new None(), pairs),
                ComposedObjective.of(new ElboReducer()),
                1);
    }

    /** The largest difference of objective and gradients. */
    private static double between(LatentModel one, LatentModel other, INDArray x) {
        double largest = Math.abs(one.compiled().gradient(x).objectiveNats()
                - other.compiled().gradient(x).objectiveNats());
        double[] found = Values.of(one.graph().getFlattenedGradients().reshape(1, -1));
        double[] expected = Values.of(other.graph().getFlattenedGradients().reshape(1, -1));
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs(found[i] - expected[i]));
        }
        return largest;
    }

    private static LatentModel single() {
        return ConformanceTest.model(LatentSpec.STANDARD, ComposedObjective.of(new ElboReducer()), 1);
    }

    private static double equalPairs() {
        LatentModel single = single();
        INDArray x = Values.pixels(4, DataType.DOUBLE, 6, FEATURES);
        for (int r = 1; r < 6; r += 2) {
            x.putRow(r, x.getRow(r - 1));
        }
        return between(model(new AveragedPairs()), single, x);
    }

    private static double nothingShared() {
        LatentModel single = single();
        INDArray x = Values.pixels(4, DataType.DOUBLE, 6, FEATURES);
        return between(model(new MultipliedPairs(3, Divergence.FORWARD)), single, x);
    }

    private static double linearDecoder() {
        ModelSpec spec = new ModelSpec(
                FEATURES,
                List.of(5),
                3,
                List.of(),
                Nonlinearity.TANH,
                Bottleneck.DETERMINISTIC,
                new GaussianLikelihood(1),
                new ComposedObjective(new ElboReducer(), null, List.of(new DecoderJacobianTerm(1, 0, 0.1, 0))));
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE);
        INDArray w = model.graph().getLayer("likelihood-parameters").getParam("W");
        double expected = w.mul(w).sumNumber().doubleValue();
        double found = model.elbo(Values.pixels(4, DataType.DOUBLE, 4, FEATURES), 1)
                .others()
                .get("decoder_jacobian");
        return Math.abs(found - expected);
    }

    private static double largestSingularValues() {
        Objective objective = new ComposedObjective(
                new ElboReducer(), null, List.of(new SpectralPenaltyTerm(1, SpectralNorms.Of.DECODER, 10, 0)));
        LatentModel model = ConformanceTest.model(LatentSpec.STANDARD, objective, 1);
        double expected = 0;
        for (String layer : List.of("decoder-1", "likelihood-parameters")) {
            INDArray w = model.graph().getLayer(layer).getParam("W");
            double largest = new SingularValueDecomposition(new Array2DRowRealMatrix(w.toDoubleMatrix())).getNorm();
            expected += largest * largest / 2;
        }
        double found = model.elbo(Values.pixels(4, DataType.DOUBLE, 4, FEATURES), 1)
                .others()
                .get("spectral_penalty");
        return Math.abs(found - expected);
    }
}
