package org.vae4j.model;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.baseline.ProbabilisticPca;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.math.StableMath;
import org.vae4j.model.compiled.EnteredPasses.Entrance;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.network.transform.Hamiltonian;
import org.vae4j.network.transform.Transform;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Reducer;
import org.vae4j.testing.PpcaModel;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/** Small models with Hamiltonian dynamics, and the exact values of their bounds by quadrature and by matrices. */
final class HamiltonianModels {

    static final int FEATURES = 6;
    static final INDArray X = Values.pixels(3, DataType.DOUBLE, 5, FEATURES);

    /** The step of {@link #withEvenSteps}, in units of a posterior's standard deviation. */
    private static final double STEP = 0.2;

    private HamiltonianModels() {}

    static LatentSpec with(Transform... transforms) {
        return new LatentSpec(new DiagonalGaussianPosterior(), List.of(transforms), new StandardNormalPrior());
    }

    static Architecture network(int latent, Nonlinearity activation) {
        return new Architecture(
                new Shape.Features(FEATURES),
                Dense.layers(List.of(7)),
                latent,
                new DecoderLayout.Listed(Dense.layers(List.of(4))),
                new Style(activation));
    }

    static LatentModel model(Transform transform, Reducer reducer, int draws) {
        return model(
                network(3, Nonlinearity.TANH),
                with(transform),
                new BernoulliLikelihood(),
                ComposedObjective.of(reducer),
                draws);
    }

    static LatentModel model(
            Architecture network, LatentSpec latents, Likelihood likelihood, Objective objective, int draws) {
        ModelSpec spec = new ModelSpec(network, latents, likelihood, objective, draws);
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE);
        // Away from the initial weights, at which derivatives may be small by chance.
        model.graph().params().muli(1.5).addi(0.03);
        return model;
    }

    /**
     * A probabilistic PCA with leapfrog steps after posteriors that are shifted by a standard deviation and too wide.
     */
    static LatentModel ofPpca(ProbabilisticPca ppca, Hamiltonian transform) {
        LatentModel plain = PpcaModel.of(ppca, 1, 1.5, DataType.DOUBLE);
        ModelSpec spec = new ModelSpec(
                new Architecture(
                        new Shape.Features(ppca.features()),
                        List.of(),
                        ppca.size(),
                        new DecoderLayout.Listed(List.of()),
                        new Style(Nonlinearity.IDENTITY)),
                with(transform),
                new GaussianLikelihood(Math.sqrt(ppca.noiseVariance())),
                ComposedObjective.of(new ElboReducer()),
                1);
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 1, DataType.DOUBLE);
        for (String layer : List.of("posterior", "likelihood-parameters")) {
            model.graph()
                    .getLayer(layer)
                    .setParams(plain.graph().getLayer(layer).params());
        }
        return model;
    }

    /**
     * The difference in nats between log ∫∫ q(z₀|x) N(γ; 0, 1) w(z₀, γ) dz₀ dγ and log p(x), with the weight w of a
     * draw z₀ and a momentum γ. Both integrals are rectangle rules, the first on a grid of (z₀, γ), the second on a
     * grid of z; they are exact to rounding for densities that are smooth and small at the ends.
     */
    static double weightsAgainstEvidence(Hamiltonian transform) {
        LatentModel model = model(
                network(1, Nonlinearity.TANH),
                with(transform),
                new BernoulliLikelihood(),
                ComposedObjective.of(new ElboReducer()),
                1);
        INDArray x = X.getRow(0, true).dup('f');
        double step = 0.1;
        int side = 221;
        INDArray z0 = Values.array(DataType.DOUBLE, side * side, 1, n -> step * (n % side - side / 2));
        INDArray noise = Values.array(DataType.DOUBLE, side * side, 1, n -> step * (n / side - side / 2));
        INDArray one = model.compiled()
                .output(x, "posterior", NoisePosition.evaluation(1))
                .array()
                .dup('f');
        INDArray posterior = Values.array(DataType.DOUBLE, side * side, 2, i -> one.getDouble(0, i / (side * side)));
        double[] weights = model.compiled()
                .observe(x, entrances(x, posterior, z0, noise), NoisePosition.evaluation(1))
                .logWeights();
        double total = 0;
        for (int n = 0; n < weights.length; n++) {
            double deviation = (z0.getDouble(n, 0) - one.getDouble(0, 0)) * Math.exp(-0.5 * one.getDouble(0, 1));
            double logPair = -0.5 * (deviation * deviation + noise.getDouble(n, 0) * noise.getDouble(n, 0))
                    - 0.5 * one.getDouble(0, 1)
                    - Math.log(2 * Math.PI);
            total += Math.exp(weights[n] + logPair) * step * step;
        }
        return Math.abs(Math.log(total) - evidence(model, x));
    }

    /** log p(x) of one example for a latent of one dimension. */
    private static double evidence(LatentModel model, INDArray x) {
        int nodes = 2001;
        double step = 0.01;
        INDArray z = Values.array(DataType.DOUBLE, nodes, 1, n -> step * (n - nodes / 2));
        double[] negLogLikelihood = model.negLogLikelihood(x, z);
        double total = 0;
        for (int n = 0; n < nodes; n++) {
            double value = z.getDouble(n, 0);
            total += Math.exp(-negLogLikelihood[n] - 0.5 * value * value) * step / Math.sqrt(2 * Math.PI);
        }
        return Math.log(total);
    }

    /** A linear model whose steps are a fifth of the posterior's standard deviation in each dimension. */
    static LatentModel withEvenSteps(ProbabilisticPca ppca, int length, double beta0) {
        LatentModel model = ofPpca(ppca, new Hamiltonian(length, STEP, beta0));
        INDArray learned = model.graph().getLayer("transform-1-parameters").getParam("W");
        for (int j = 0; j < ppca.size(); j++) {
            double size = STEP * Math.sqrt(ppca.posteriorCovariance().getDouble(j, j));
            learned.putScalar(0, j, StableMath.logit(size / (2 * STEP)));
        }
        return model;
    }

    /**
     * E log w over draw and momentum of a linear model, mean over the examples. log w is a quadratic function of both,
     * whose mean under N(0, I) is the mean over a pair of points ±√n on each of the n axes.
     */
    static double bound(LatentModel model, INDArray x, int latent) {
        int examples = Math.toIntExact(x.size(0));
        int axes = 2 * latent;
        int rows = 2 * axes * examples;
        INDArray one = model.compiled()
                .output(x, "posterior", NoisePosition.evaluation(1))
                .array()
                .dup('f');
        INDArray posterior =
                Values.array(DataType.DOUBLE, rows, 2 * latent, i -> one.getDouble(i % rows % examples, i / rows));
        INDArray draws = Values.array(DataType.DOUBLE, rows, latent, i -> {
            int example = i % rows % examples;
            int j = i / rows;
            return one.getDouble(example, j)
                    + Math.exp(0.5 * one.getDouble(example, latent + j)) * point(i % rows / examples, j, axes);
        });
        INDArray noise =
                Values.array(DataType.DOUBLE, rows, latent, i -> point(i % rows / examples, latent + i / rows, axes));
        double[] weights = model.compiled()
                .observe(x, entrances(x, posterior, draws, noise), NoisePosition.evaluation(1))
                .logWeights();
        return Arrays.stream(weights).average().orElseThrow();
    }

    /** A coordinate of point s: points s and axes + s lie at ±√axes on axis s. */
    private static double point(int s, int axis, int axes) {
        return s % axes == axis ? (s < axes ? 1 : -1) * Math.sqrt(axes) : 0;
    }

    private static List<Entrance> entrances(INDArray x, INDArray posterior, INDArray draws, INDArray noise) {
        return List.of(
                new Entrance("x", x),
                new Entrance("posterior", posterior),
                new Entrance("base", draws),
                new Entrance("transform-1-momentum", noise));
    }

    /**
     * The gap log p(x) − E log w of {@link #withEvenSteps} per dimension, for a posterior N(0, 1) and a draw from N(1,
     * 1.5): the leapfrog steps are linear maps of (z, γ), and the gap follows from the product M of their matrices as
     * ½ Σ_i (2.5 M_i0² + M_i1²) − 1 − ½ log 1.5.
     */
    static double gapOfEvenSteps(int length, double beta0) {
        double e = STEP;
        double before = 1 / Math.sqrt(beta0);
        double[][] steps = {{1, 0}, {0, before}};
        for (int k = 1; k <= length; k++) {
            double next = 1 + (1 / Math.sqrt(beta0) - 1) * (1 - (double) k * k / (length * length));
            double[][] step = {
                {1 - e * e / 2, e}, {-(e - e * e * e / 4) * next / before, (1 - e * e / 2) * next / before}
            };
            steps = product(step, steps);
            before = next;
        }
        double energy = 0;
        for (double[] row : steps) {
            energy += 0.5 * ((1 + 1.5) * row[0] * row[0] + row[1] * row[1]);
        }
        return energy - 1 - 0.5 * Math.log(1.5);
    }

    private static double[][] product(double[][] left, double[][] right) {
        double[][] product = new double[2][2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                product[i][j] = left[i][0] * right[0][j] + left[i][1] * right[1][j];
            }
        }
        return product;
    }
}
