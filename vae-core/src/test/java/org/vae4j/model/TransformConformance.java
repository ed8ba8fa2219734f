package org.vae4j.model;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.bijection.Scale;
import org.vae4j.latent.bijection.sylvester.Orthonormal;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.FullGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.model.ConformanceTest.Row;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.network.transform.Coupling;
import org.vae4j.network.transform.Householder;
import org.vae4j.network.transform.Iaf;
import org.vae4j.network.transform.Parameters;
import org.vae4j.network.transform.Planar;
import org.vae4j.network.transform.Radial;
import org.vae4j.network.transform.Sylvester;
import org.vae4j.network.transform.Transform;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.Objective;
import org.vae4j.testing.LinearGaussianModel;
import org.vae4j.testing.Values;

/** The rows of docs/conformance.md that cover families of posteriors and transforms. */
final class TransformConformance {

    private static final String PLAIN = "the bound of the model without transforms";
    private static final String EVIDENCE = "log p(x) in closed form, by each of 100 draws";

    private TransformConformance() {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        "`model.transforms: [{planar: 0}]`",
                        "the model without transforms, three draws: every gradient",
                        0,
                        () -> ConformanceTest.between(
                                ConformanceTest.model(with(new Planar(0, Parameters.AMORTISED)), bound(), 3),
                                ConformanceTest.model(bound(), 3))),
                identity("`{planar: 3}`, its head at 0", new Planar(3, Parameters.AMORTISED)),
                identity("`{radial: 3}`, its head at 0", new Radial(3, Parameters.AMORTISED)),
                identity("`{householder: 4}`, its head at 0, two dimensions", new Householder(4)),
                identity("`{sylvester: 2}`, its head at 0", new Sylvester(2, Orthonormal.HOUSEHOLDER, 2)),
                identity("`{iaf: {scale: exponential}}`, its networks at 0", new Iaf(2, 5, 2, 3, Scale.EXPONENTIAL)),
                identity("`coupling`, its networks at 0", new Coupling(2, 5, 2, 3, Scale.BOUNDED)),
                new Row(
                        "`model.posterior: full_gaussian`, 0 below the diagonal",
                        "the bound of the diagonal Gaussian",
                        1e-12,
                        () -> againstPlain(family(new FullGaussianPosterior()), ConformanceTest.model(bound(), 3))),
                new Row(
                        "linear decoder, `full_gaussian`, exact posterior",
                        EVIDENCE,
                        1e-10,
                        () -> againstEvidence(ExactPosteriors.fullCovariance())),
                new Row(
                        "linear decoder, `{householder: 1}`, exact posterior",
                        EVIDENCE,
                        1e-10,
                        () -> againstEvidence(ExactPosteriors.reflected())));
    }

    private static Row identity(String model, Transform transform) {
        return new Row(
                model,
                PLAIN,
                1e-12,
                () -> againstPlain(
                        ConformanceTest.model(with(transform), bound(), 3), ConformanceTest.model(bound(), 3)));
    }

    private static Objective bound() {
        return ComposedObjective.of(new ImportanceWeightedReducer());
    }

    private static LatentSpec with(Transform transform) {
        return new LatentSpec(new DiagonalGaussianPosterior(), List.of(transform), new StandardNormalPrior());
    }

    private static LatentModel family(PosteriorFamily family) {
        return ConformanceTest.model(new LatentSpec(family, new StandardNormalPrior()), bound(), 3);
    }

    /** The difference of the bounds when the model has the plain one's parameters, and zeros for all others. */
    private static double againstPlain(LatentModel model, LatentModel plain) {
        model.graph().params().assign(0);
        for (String layer : List.of("encoder-1", "decoder-1", "likelihood-parameters")) {
            model.graph()
                    .getLayer(layer)
                    .setParams(plain.graph().getLayer(layer).params());
        }
        for (String name : List.of("W", "b")) {
            INDArray from = plain.graph().getLayer("posterior").getParam(name);
            INDArray to = model.graph().getLayer("posterior").getParam(name);
            to.get(NDArrayIndex.all(), NDArrayIndex.interval(0, from.columns())).assign(from);
        }
        return Math.abs(model.elbo(ConformanceTest.X, 3).objectiveNats()
                - plain.elbo(ConformanceTest.X, 3).objectiveNats());
    }

    /** The largest difference between log p(x) and the log-weights of 100 draws per example. */
    private static double againstEvidence(LatentModel model) {
        INDArray x = Values.normal(3, DataType.DOUBLE, 4, LinearGaussianModel.FEATURES, 1.5);
        double[] evidence = LinearGaussianModel.logLikelihood(x, new double[][] {{0, 0, 0, 0}});
        double[] weights =
                model.posteriorDraws(x).draw(NoisePosition.evaluation(3), 100).logWeights();
        double largest = 0;
        for (int r = 0; r < weights.length; r++) {
            largest = Math.max(largest, Math.abs(weights[r] - evidence[r % evidence.length]));
        }
        return largest;
    }
}
