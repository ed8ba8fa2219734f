package org.vae4j.model;

import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.Prior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.network.hierarchy.BottomUp;
import org.vae4j.network.hierarchy.Hierarchy;
import org.vae4j.network.hierarchy.Ladder;
import org.vae4j.network.hierarchy.Level;
import org.vae4j.network.hierarchy.TopDown;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.Objective;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/**
 * Small models with several stochastic layers, among them a linear chain whose evidence and posterior are known:
 *
 * <p>z₂ ~ N(0, 1), z₁|z₂ ~ N(A z₂ + C, S²), x|z₁ ~ N(W z₁ + B, σ² I). With t = Wᵀ(x − B) / WᵀW and τ² = σ² / WᵀW, the
 * likelihood of z₁ is N(t; z₁, τ²), and the posteriors follow from products of Gaussians.
 */
final class HierarchicalModels {

    static final int FEATURES = 6;
    static final INDArray X = Values.pixels(3, DataType.DOUBLE, 5, FEATURES);

    private static final double A = 1.3;

    private static final double C = -0.4;
    private static final double S = 0.8;
    private static final double SIGMA = 0.7;
    private static final double[] W = {0.9, -0.5, 0.3, 0.7, -0.2, 0.4};

    private static final double[] B = {0.3, -0.1, 0.2, 0, 0.5, -0.6};

    /** The layers above the first one of a hierarchy of two layers, and of one of three. */
    private static final List<Level> ABOVE_TWO_LAYERS = List.of(new Level(2, dense(4), dense(5)));

    private static final List<Level> ABOVE_THREE_LAYERS =
            List.of(new Level(2, dense(4), dense()), new Level(1, dense(), dense(4)));

    private HierarchicalModels() {}

    private static List<BlockSpec> dense(Integer... sizes) {
        return Dense.layers(List.of(sizes));
    }

    /** Each kind of hierarchy, with two and with three layers. */
    static Stream<Hierarchy> kinds() {
        return Stream.of(
                bottomUp(),
                new BottomUp(ABOVE_THREE_LAYERS),
                ladder(),
                ladderOfThreeLayers(),
                new TopDown(ABOVE_TWO_LAYERS, dense(3), dense(4)),
                new TopDown(ABOVE_THREE_LAYERS, List.of(), List.of()));
    }

    /** A bottom-up hierarchy of two layers. */
    static Hierarchy bottomUp() {
        return new BottomUp(ABOVE_TWO_LAYERS);
    }

    /** A ladder of two layers. */
    static Hierarchy ladder() {
        return new Ladder(ABOVE_TWO_LAYERS);
    }

    static Hierarchy ladderOfThreeLayers() {
        return new Ladder(ABOVE_THREE_LAYERS);
    }

    static LatentModel model(Hierarchy hierarchy, Prior prior, Objective objective, int draws) {
        return model(hierarchy, prior, objective, draws, 3);
    }

    static LatentModel model(Hierarchy hierarchy, Prior prior, Objective objective, int draws, int latent) {
        ModelSpec spec = new ModelSpec(
                new Architecture(
                        new Shape.Features(FEATURES),
                        dense(4),
                        latent,
                        new DecoderLayout.Listed(dense(4)),
                        new Style(Nonlinearity.TANH)),
                new LatentSpec(new DiagonalGaussianPosterior(), List.of(), prior, hierarchy),
                new BernoulliLikelihood(),
                objective,
                draws);
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE);
        // Smaller weights, so that the variances of three linear layers do not explode.
        model.graph().params().muli(0.7);
        return model;
    }

    static LatentModel model(Hierarchy hierarchy, Objective objective, int draws) {
        return model(hierarchy, new StandardNormalPrior(), objective, draws);
    }

    /** The linear chain of two layers of one dimension each, with its exact posterior. */
    static LatentModel linear(Hierarchy hierarchy) {
        ModelSpec spec = new ModelSpec(
                new Architecture(
                        new Shape.Features(FEATURES),
                        List.of(),
                        1,
                        new DecoderLayout.Listed(List.of()),
                        new Style(Nonlinearity.IDENTITY)),
                new LatentSpec(new DiagonalGaussianPosterior(), List.of(), new StandardNormalPrior(), hierarchy),
                new GaussianLikelihood(SIGMA),
                ComposedObjective.of(new ElboReducer()),
                1);
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 5, DataType.DOUBLE);
        model.graph().params().assign(0);
        for (int i = 0; i < FEATURES; i++) {
            weight(model, "likelihood-parameters", "W").putScalar(0, i, W[i]);
            weight(model, "likelihood-parameters", "b").putScalar(i, B[i]);
        }
        gaussian(model, "decoder-of-z-1", new double[] {A}, C, S * S);
        switch (hierarchy.name()) {
            case "bottom_up" -> bottomUp(model);
            case "ladder" -> ladder(model);
            default -> topDown(model);
        }
        return model;
    }

    static Stream<Hierarchy> linearKinds() {
        List<Level> one = List.of(new Level(1, List.of(), List.of()));
        return Stream.of(new BottomUp(one), new Ladder(one), new TopDown(one, List.of(), List.of()));
    }

    /** q(z₁|x) from the marginal prior N(C, A² + S²), and q(z₂|z₁). */
    private static void bottomUp(LatentModel model) {
        double variance = 1 / (1 / (A * A + S * S) + 1 / noiseVariance());
        double share = variance / noiseVariance();
        gaussian(model, "posterior", projection(share), offset(share) + (1 - share) * C, variance);
        double ofSecond = 1 / (1 + A * A / (S * S));
        double slope = ofSecond * A / (S * S);
        gaussian(model, "posterior-of-z-2", new double[] {slope}, -slope * C, ofSecond);
    }

    /** q(z₂|x), and the likelihood N(t, τ²) of z₁, which the ladder multiplies by the prior of z₁. */
    private static void ladder(LatentModel model) {
        lastLayer(model);
        gaussian(model, "posterior-said-of-z-1", projection(1), offset(1), noiseVariance());
    }

    /** q(z₂|x), and q(z₁|x, z₂). */
    private static void topDown(LatentModel model) {
        lastLayer(model);
        double variance = 1 / (1 / (S * S) + 1 / noiseVariance());
        double share = variance / noiseVariance();
        double[] slopes = new double[FEATURES + 1];
        System.arraycopy(projection(share), 0, slopes, 0, FEATURES);
        slopes[FEATURES] = (1 - share) * A;
        gaussian(model, "posterior-of-z-1", slopes, offset(share) + (1 - share) * C, variance);
    }

    /** q(z₂|x): z₁ integrated out, t ~ N(A z₂ + C, S² + τ²). */
    private static void lastLayer(LatentModel model) {
        double width = S * S + noiseVariance();
        double variance = 1 / (1 + A * A / width);
        double slope = variance * A / width;
        gaussian(model, "posterior-said-of-z-2", projection(slope), offset(slope) - slope * C, variance);
    }

    /** τ². */
    private static double noiseVariance() {
        return SIGMA * SIGMA / squares();
    }

    /** WᵀW. */
    private static double squares() {
        double sum = 0;
        for (double w : W) {
            sum += w * w;
        }
        return sum;
    }

    /** The coefficients of x in {@code factor} · t. */
    private static double[] projection(double factor) {
        double[] slopes = new double[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            slopes[i] = factor * W[i] / squares();
        }
        return slopes;
    }

    /** The constant in {@code factor} · t. */
    private static double offset(double factor) {
        double sum = 0;
        for (int i = 0; i < FEATURES; i++) {
            sum -= factor * W[i] * B[i] / squares();
        }
        return sum;
    }

    private static INDArray weight(LatentModel model, String layer, String name) {
        return model.graph().getLayer(layer).getParam(name);
    }

    /** Sets a layer with one output to the Gaussian with a linear mean and a constant variance. */
    private static void gaussian(LatentModel model, String layer, double[] slopes, double offset, double variance) {
        for (int i = 0; i < slopes.length; i++) {
            weight(model, layer, "W").putScalar(i, 0, slopes[i]);
        }
        weight(model, layer, "b").putScalar(0, offset);
        weight(model, layer, "b").putScalar(1, Math.log(variance));
    }

    /** log p(x) of {@link #linear}: x ~ N(W C + B, (A² + S²) W Wᵀ + σ² I). */
    static double[] evidence(INDArray x) {
        double variance = A * A + S * S;
        double along = SIGMA * SIGMA + variance * squares();
        double[] evidence = new double[Math.toIntExact(x.size(0))];
        for (int e = 0; e < evidence.length; e++) {
            double distance = 0;
            double projected = 0;
            for (int i = 0; i < FEATURES; i++) {
                double d = x.getDouble(e, i) - B[i] - W[i] * C;
                distance += d * d;
                projected += W[i] * d;
            }
            double form = (distance - projected * projected * variance / along) / (SIGMA * SIGMA);
            double logDeterminant = 2 * (FEATURES - 1) * Math.log(SIGMA) + Math.log(along);
            evidence[e] = -0.5 * (form + logDeterminant + FEATURES * Math.log(2 * Math.PI));
        }
        return evidence;
    }

    static INDArray examples() {
        return Values.normal(3, DataType.DOUBLE, 4, FEATURES, 1.5);
    }

    /**
     * The largest difference between log p(x) and the log-weights of 100 draws per example from the exact posterior.
     */
    static double againstEvidence(Hierarchy hierarchy) {
        INDArray x = examples();
        double[] evidence = evidence(x);
        double[] weights = linear(hierarchy)
                .posteriorDraws(x)
                .draw(NoisePosition.evaluation(3), 100)
                .logWeights();
        double largest = 0;
        for (int r = 0; r < weights.length; r++) {
            largest = Math.max(largest, Math.abs(weights[r] - evidence[r % evidence.length]));
        }
        return largest;
    }

    /** The points of a square grid on [-edge, edge]², the first coordinate changing fastest, {@code [side², 2]}. */
    static INDArray grid(int side, double edge) {
        INDArray grid = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {side * side, 2}, 'f');
        double step = 2 * edge / (side - 1);
        for (int n = 0; n < side * side; n++) {
            grid.putScalar(n, 0, n % side * step - edge);
            grid.putScalar(n, 1, n / side * step - edge);
        }
        return grid;
    }
}
