package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.latent.Prior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.FullGaussianPosterior;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.latent.prior.VampPrior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.Streams;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.network.hierarchy.BottomUp;
import org.vae4j.network.hierarchy.Hierarchy;
import org.vae4j.network.transform.Coupling;
import org.vae4j.network.transform.Householder;
import org.vae4j.network.transform.Iaf;
import org.vae4j.network.transform.Planar;
import org.vae4j.network.transform.Radial;
import org.vae4j.network.transform.Sylvester;
import org.vae4j.network.transform.Transform;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.DoublyReparameterisedReducer;
import org.vae4j.objective.ElboReducer;
import org.vae4j.testing.LinearGaussianModel;
import org.vae4j.testing.Values;

/**
 * The log-weights log p(x, z) - log q(z|x) as a function of the noise ε, for every kind of function from ε to z:
 * families of posteriors, transforms, hierarchies and curved spaces.
 */
class GivenNoiseTest {

    private static final int EXAMPLES = 3;
    private static final int DRAWS = 2;
    private static final long SEED = 9;
    private static final int FIRST_EXAMPLE = 5;
    private static final int FIRST_DRAW = 2;
    private static final double STEP = 1e-5;
    private static final int ROWS = EXAMPLES * DRAWS;
    private static final ComposedObjective ELBO = ComposedObjective.of(new ElboReducer());

    private static LatentModel linear(LatentSpec latents, int draws) {
        LatentModel model = LinearGaussianModel.of(latents, draws);
        INDArray all = model.graph().params();
        all.addi(Values.normal(4, DataType.DOUBLE, 1, Math.toIntExact(all.length()), 0.1)
                .reshape(all.shape()));
        return model;
    }

    private static LatentSpec transformed(Transform... transforms) {
        return new LatentSpec(new DiagonalGaussianPosterior(), List.of(transforms), new StandardNormalPrior());
    }

    private static INDArray x(int features) {
        return Values.pixels(7, DataType.DOUBLE, EXAMPLES, features);
    }

    private static Arguments linear(String name, LatentSpec latents, int draws) {
        return Arguments.of(name, linear(latents, draws), x(LinearGaussianModel.FEATURES), List.of("latent"));
    }

    private static Arguments hierarchy(Hierarchy kind, Prior prior, int draws) {
        LatentModel model = HierarchicalModels.model(kind, prior, ELBO, draws);
        int levels = kind.levels().size() + 1;
        List<String> roles = IntStream.rangeClosed(1, levels)
                .map(l -> kind instanceof BottomUp ? l : levels + 1 - l)
                .mapToObj(l -> l == 1 ? "latent" : "latent-" + l)
                .toList();
        return Arguments.of(kind.name() + " of " + levels + ", " + prior.name(), model, x(6), roles);
    }

    static Stream<Arguments> models() {
        Stream<Arguments> linear = Stream.of(
                linear("diagonal", transformed(), 1),
                linear("full", new LatentSpec(new FullGaussianPosterior(), new StandardNormalPrior()), 3),
                linear("mixture", new LatentSpec(new FullGaussianPosterior(), new MixtureOfGaussiansPrior(3)), 1),
                linear("planar", transformed(new Planar()), 1),
                linear("radial, householder", transformed(new Radial(), new Householder(2)), 2),
                linear("sylvester", transformed(new Sylvester()), 1),
                linear("iaf", transformed(new Iaf()), 1),
                linear("coupling", transformed(new Coupling()), 1));
        Stream<Arguments> levels =
                HierarchicalModels.kinds().map(kind -> hierarchy(kind, new StandardNormalPrior(), 1));
        Stream<Arguments> learned = HierarchicalModels.kinds()
                .filter(kind -> !(kind instanceof BottomUp))
                .map(kind ->
                        hierarchy(kind, new VampPrior(3, VampPrior.Start.NOISE, 0.5, 0.3, VampPrior.Squash.NONE), 2));
        Stream<Arguments> curved = ManifoldModelTest.cases().stream()
                .map(each -> Arguments.of(
                        each.latents().posterior().name(),
                        ManifoldModelTest.model(each, ELBO, 1),
                        x(ManifoldModelTest.FEATURES),
                        List.of("latent")));
        return Stream.of(linear, levels, learned, curved).flatMap(each -> each);
    }

    /** The noise that a pass draws for all layers, in their order. */
    private static double[] noise(PosteriorDraws posteriors, LatentModel model, List<String> roles) {
        NoiseRows rows = new NoiseRows(FIRST_EXAMPLE, EXAMPLES, FIRST_DRAW, DRAWS);
        List<Integer> levels = model.levels();
        double[] all = new double[0];
        for (String role : roles) {
            int size = roles.size() == 1
                    ? posteriors.noiseCount()
                    : levels.get(role.equals("latent") ? 0 : Integer.parseInt(role.substring(7)) - 1);
            double[] own = ExampleNoise.normal(Streams.derive(SEED, role), rows, size);
            double[] joined = Arrays.copyOf(all, all.length + own.length);
            System.arraycopy(own, 0, joined, all.length, own.length);
            all = joined;
        }
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void logWeightsOfTheNoiseOfAPassAreThoseOfThePass(String name, LatentModel model, INDArray x, List<String> roles) {
        PosteriorDraws posteriors = model.posteriorDraws(x);
        double[] noise = noise(posteriors, model, roles);
        assertThat(noise).hasSize(ROWS * posteriors.noiseCount());
        double[] weights = new double[ROWS];
        posteriors.logWeights(noise, weights, new double[noise.length]);
        NoisePosition drawn =
                NoisePosition.evaluation(SEED).fromExample(FIRST_EXAMPLE).fromDraw(FIRST_DRAW);
        assertThat(weights).containsExactly(posteriors.draw(drawn, DRAWS).logWeights(), within(1e-10));
    }

    /** A log-weight depends on the noise of its own row alone. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void gradientMatchesFiniteDifferences(String name, LatentModel model, INDArray x, List<String> roles) {
        PosteriorDraws posteriors = model.posteriorDraws(x);
        double[] noise = noise(posteriors, model, roles);
        double[] gradient = new double[noise.length];
        posteriors.logWeights(noise, new double[ROWS], gradient);
        double[] ignored = new double[noise.length];
        for (int i = 0; i < noise.length; i++) {
            double[] above = new double[ROWS];
            double[] below = new double[ROWS];
            double[] moved = noise.clone();
            moved[i] = noise[i] + STEP;
            posteriors.logWeights(moved, above, ignored);
            moved[i] = noise[i] - STEP;
            posteriors.logWeights(moved, below, ignored);
            for (int r = 0; r < ROWS; r++) {
                double slope = (above[r] - below[r]) / (2 * STEP);
                assertThat(slope)
                        .as("log-weight %d by noise %d", r, i)
                        .isCloseTo(r == i % ROWS ? gradient[i] : 0, within(1e-6 * (1 + Math.abs(slope))));
            }
        }
    }

    @Test
    void refusesNoiseOfAnotherLength() {
        INDArray x = x(LinearGaussianModel.FEATURES);
        PosteriorDraws posteriors = LinearGaussianModel.of(transformed(), 1).posteriorDraws(x);
        double[] tooShort = new double[ROWS * posteriors.noiseCount() - 1];
        assertThatThrownBy(() -> posteriors.logWeights(tooShort, new double[ROWS], new double[tooShort.length]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 11 numbers of noise, expected 12");
    }

    /** Trainings write weights of paths and gradients into the memory that evaluations use, too. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void trainingAndGivenNoiseDoNotChangeEachOthersResults(
            String name, LatentModel model, INDArray x, List<String> roles) {
        PosteriorDraws posteriors = model.posteriorDraws(x);
        double[] noise = noise(posteriors, model, roles);
        double[] first = new double[noise.length];
        posteriors.logWeights(noise, new double[ROWS], first);
        double objective = model.compiled().gradient(x).objectiveNats();
        INDArray trained = model.graph().getFlattenedGradients().dup();
        double[] second = new double[noise.length];
        posteriors.logWeights(noise, new double[ROWS], second);
        assertThat(second).containsExactly(first);
        assertThat(model.compiled().gradient(x).objectiveNats()).isEqualTo(objective);
        assertThat(Values.of(model.graph().getFlattenedGradients().reshape(1, -1)))
                .containsExactly(Values.of(trained.reshape(1, -1)));
    }

    /** The doubly reparameterised gradient weighs the path through z, but log-weights of given noise do not. */
    @Test
    void pathWeightsOfATrainingDoNotChangeTheGradient() {
        LatentModel model = LinearGaussianModel.of(transformed(new Planar()), 2);
        LatentModel weighed = LinearGaussianModel.of(
                transformed(new Planar()), ComposedObjective.of(new DoublyReparameterisedReducer()), 2);
        weighed.graph().setParams(model.graph().params().dup());
        INDArray x = x(LinearGaussianModel.FEATURES);
        double[] noise = noise(model.posteriorDraws(x), model, List.of("latent"));
        double[] plain = new double[noise.length];
        double[] found = new double[noise.length];
        model.posteriorDraws(x).logWeights(noise, new double[ROWS], plain);
        weighed.compiled().gradient(x);
        weighed.posteriorDraws(x).logWeights(noise, new double[ROWS], found);
        assertThat(found).containsExactly(plain, within(1e-12));
    }
}
