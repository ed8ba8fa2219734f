package org.vae4j.model.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.FullGaussianPosterior;
import org.vae4j.latent.prior.VampPrior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.LearnedGaussianLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.Activation;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.network.block.Dropout;
import org.vae4j.network.block.LayerNorm;
import org.vae4j.network.block.Residual;
import org.vae4j.network.init.OfNetwork;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.Term;
import org.vae4j.objective.reducer.PartiallyImportanceWeightedReducer;
import org.vae4j.objective.sensitivity.ContractiveTerm;
import org.vae4j.objective.sensitivity.DecoderJacobianTerm;
import org.vae4j.objective.sensitivity.SensitivityTerm;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/** Norms of Jacobians compared with closed forms, and the gradients of models that are trained with them. */
class JacobianPassTest {

    private static final int FEATURES = 6;
    private static final int LATENT = 3;
    private static final int EXAMPLES = 4;

    private static LatentModel model(
            List<BlockSpec> encoder, List<BlockSpec> decoder, LatentSpec latents, int draws, Term... terms) {
        return model(new ElboReducer(), encoder, decoder, latents, draws, terms);
    }

    private static LatentModel model(
            Reducer reducer,
            List<BlockSpec> encoder,
            List<BlockSpec> decoder,
            LatentSpec latents,
            int draws,
            Term... terms) {
        Architecture network = new Architecture(
                new Shape.Features(FEATURES),
                encoder,
                LATENT,
                new DecoderLayout.Listed(decoder),
                new Style(Nonlinearity.TANH));
        ModelSpec spec = new ModelSpec(
                network,
                latents,
                new GaussianLikelihood(1),
                new ComposedObjective(reducer, null, List.of(terms)),
                draws);
        return LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 3, DataType.DOUBLE);
    }

    private static LatentModel autoencoder(List<BlockSpec> encoder, List<BlockSpec> decoder, Term term) {
        return model(encoder, decoder, LatentSpec.CODE, 1, term);
    }

    private static INDArray x() {
        return Values.pixels(5, DataType.DOUBLE, EXAMPLES, FEATURES);
    }

    /** The estimated squared norm of each example. */
    private static double[] norms(LatentModel model, String name, long seed) {
        model.compiled().evaluate(x(), NoisePosition.evaluation(seed));
        return model.lastBatch().auxiliary(name).values().clone();
    }

    private static double[] norms(LatentModel model, String name) {
        return norms(model, name, 1);
    }

    private static INDArray weights(LatentModel model, String layer) {
        return model.graph().getLayer(layer).getParam("W");
    }

    /** ‖A diag(s) B‖² of each row's s. */
    private static double[] products(INDArray first, INDArray slopes, INDArray second) {
        double[] norms = new double[(int) slopes.size(0)];
        for (int r = 0; r < norms.length; r++) {
            INDArray jacobian = first.mulRowVector(slopes.getRow(r)).mmul(second);
            norms[r] = jacobian.mul(jacobian).sumNumber().doubleValue();
        }
        return norms;
    }

    @Test
    void normOfALinearDecoderIsThatOfItsWeights() {
        LatentModel model = autoencoder(Dense.layers(List.of(5)), List.of(), new DecoderJacobianTerm(0.5, 0, 0.3, 0));
        INDArray w = weights(model, "likelihood-parameters");
        double expected = w.mul(w).sumNumber().doubleValue();
        assertThat(norms(model, "decoder_jacobian")).containsOnly(new double[] {expected}, within(1e-12));
        assertThat(model.elbo(x(), 1).others().get("decoder_jacobian")).isCloseTo(0.5 * expected, within(1e-12));
    }

    /** The exact norms of a decoder with one tanh layer. */
    private static double[] exactNormsOfTanhDecoder(LatentModel model) {
        INDArray z = model.location(x());
        INDArray h = model.compiled().output("z", z, "decoder-1").array().dup();
        INDArray slopes = h.mul(h).rsub(1);
        return products(weights(model, "decoder-1"), slopes, weights(model, "likelihood-parameters"));
    }

    private static LatentModel tanhDecoder(int probes, double step) {
        return autoencoder(
                Dense.layers(List.of(5)), Dense.layers(List.of(7)), new DecoderJacobianTerm(1, probes, step, 0));
    }

    /** The error of a central difference is a constant times h², here some hundredths of the norm at h = 0.1. */
    @Test
    void errorOfTheDifferencesIsOfSecondOrder() {
        double[] exact = exactNormsOfTanhDecoder(tanhDecoder(0, 0.1));
        double[] wide = norms(tanhDecoder(0, 0.1), "decoder_jacobian");
        double[] narrow = norms(tanhDecoder(0, 0.05), "decoder_jacobian");
        double[] used = norms(tanhDecoder(0, 0.01), "decoder_jacobian");
        for (int r = 0; r < EXAMPLES; r++) {
            assertThat((wide[r] - exact[r]) / (narrow[r] - exact[r]))
                    .as("row %d", r)
                    .isCloseTo(4, within(0.02));
            assertThat(used[r] / exact[r]).as("row %d", r).isCloseTo(1, within(1e-4));
        }
        assertThat(norms(tanhDecoder(0, 1e-4), "decoder_jacobian")).containsExactly(exact, within(1e-7));
    }

    /** Compared within four standard errors of the mean over 400 evaluations with two directions each. */
    @Test
    void estimateByRandomDirectionsIsUnbiased() {
        LatentModel drawn = tanhDecoder(2, 1e-3);
        double[] exact = exactNormsOfTanhDecoder(drawn);
        double[][] found = Stream.iterate(1L, s -> s + 1)
                .limit(400)
                .map(seed -> norms(drawn, "decoder_jacobian", seed))
                .toArray(double[][]::new);
        for (int r = 0; r < EXAMPLES; r++) {
            int row = r;
            double mean =
                    Arrays.stream(found).mapToDouble(n -> n[row]).average().orElseThrow();
            double variance = Arrays.stream(found)
                    .mapToDouble(n -> (n[row] - mean) * (n[row] - mean))
                    .average()
                    .orElseThrow();
            assertThat(variance).isPositive();
            assertThat(mean).isCloseTo(exact[r], within(4 * Math.sqrt(variance / found.length)));
        }
    }

    /** The Jacobian of a sigmoid layer and a linear code is W diag(h (1 - h)) V. */
    @Test
    void normOfASigmoidEncoderHasItsClosedForm() {
        LatentModel model = autoencoder(
                List.of(new Dense(5, Activation.SIGMOID, new OfNetwork())),
                List.of(),
                new ContractiveTerm(1, 0, 1e-4, 0));
        INDArray h = model.compiled()
                .output(x(), "encoder-1", NoisePosition.evaluation(0))
                .array()
                .dup();
        double[] expected = products(weights(model, "encoder-1"), h.mul(h.rsub(1)), weights(model, "z"));
        assertThat(norms(model, "contractive")).containsExactly(expected, within(1e-9));
    }

    /** Models with steps that need not be small: the gradients are those of the differences themselves. */
    static Stream<LatentModel> models() {
        List<BlockSpec> plain = Dense.layers(List.of(5));
        List<BlockSpec> mixed =
                List.of(new Dense(4), new LayerNorm(), new Residual(List.of(new Dense(4))), new Dense(5));
        LatentSpec full = new LatentSpec(new FullGaussianPosterior(), LatentSpec.STANDARD.prior());
        LatentSpec vamp = new LatentSpec(
                new DiagonalGaussianPosterior(),
                new VampPrior(3, VampPrior.Start.NOISE, 0.4, 0.3, VampPrior.Squash.CLAMP));
        Term decoder = new DecoderJacobianTerm(0.7, 2, 0.1, 4);
        Term encoder = new ContractiveTerm(0.3, 2, 0.1, 4);
        return Stream.of(
                model(plain, plain, LatentSpec.CODE, 1, decoder, encoder),
                model(mixed, mixed, LatentSpec.CODE, 1, decoder, encoder),
                model(mixed, mixed, LatentSpec.STANDARD, 2, encoder, decoder),
                model(plain, plain, full, 2, decoder, encoder),
                model(plain, plain, vamp, 1, decoder, encoder),
                model(plain, plain, LatentSpec.CODE, 1, new DecoderJacobianTerm(0.7, 0, 0.1, 4)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void gradientsMatchFiniteDifferences(LatentModel model) {
        model.compiled().gradient(x());
        GradientCheck.assertSlopes(
                Values.of(model.graph().getFlattenedGradients().reshape(1, -1).div(EXAMPLES)),
                model.graph().params(),
                () -> model.compiled().gradient(x()).objectiveNats());
    }

    /** The learned σ is one of the likelihood's parameters, but no function of z. */
    @Test
    void gradientsMatchFiniteDifferencesWithALearnedSigma() {
        Architecture network = new Architecture(
                new Shape.Features(FEATURES),
                List.of(),
                LATENT,
                new DecoderLayout.Listed(Dense.layers(List.of(5))),
                new Style(Nonlinearity.TANH));
        Objective objective =
                new ComposedObjective(new ElboReducer(), null, List.of(new DecoderJacobianTerm(0.7, 0, 0.1, 0)));
        ModelSpec spec = new ModelSpec(network, LatentSpec.CODE, new LearnedGaussianLikelihood(), objective, 1);
        gradientsMatchFiniteDifferences(
                LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 3, DataType.DOUBLE));
    }

    @Test
    void directionsOfAnExampleDoNotDependOnItsBatch() {
        LatentModel model = tanhDecoder(1, 0.01);
        double[] whole = norms(model, "decoder_jacobian");
        INDArray half = x().get(NDArrayIndex.interval(2, 4), NDArrayIndex.all()).dup('f');
        model.compiled().evaluate(half, NoisePosition.evaluation(1).fromExample(2));
        assertThat(model.lastBatch().auxiliary("decoder_jacobian").values())
                .containsExactly(Arrays.copyOfRange(whole, 2, 4), within(1e-12));
    }

    @Test
    void directionsDependOnTheIteration() {
        LatentModel model = tanhDecoder(1, 0.01);
        double first = model.compiled().gradient(x()).objectiveNats();
        assertThat(model.compiled().gradient(x()).objectiveNats()).isEqualTo(first);
        model.graph().getConfiguration().setIterationCount(1);
        assertThat(model.compiled().gradient(x()).objectiveNats()).isNotEqualTo(first);
    }

    @Test
    void refusesADecoderThatDrawsNoise() {
        SensitivityTerm term = new DecoderJacobianTerm();
        assertThatThrownBy(() -> autoencoder(List.of(), List.of(new Dropout(0.5)), term))
                .hasMessageStartingWith(
                        "objective.terms: found decoder_jacobian with \"decoder-1\", which draws noise");
    }

    @Test
    void refusesAnEncoderWithALossOfItsOwn() {
        SensitivityTerm term = new DecoderJacobianTerm();
        assertThatThrownBy(() -> model(
                        new PartiallyImportanceWeightedReducer(2), List.of(), List.of(), LatentSpec.STANDARD, 4, term))
                .hasMessageContaining("objective.terms: found decoder_jacobian with objective.name=piwae");
    }

    @Test
    void refusesANegativeNumberOfProbes() {
        assertThatThrownBy(() -> new DecoderJacobianTerm(1, -1, 0.1, 0)).hasMessageContaining("probes: found -1");
    }

    @Test
    void refusesAStepOfZero() {
        assertThatThrownBy(() -> new ContractiveTerm(1, 1, 0, 0)).hasMessageContaining("step: found 0.0");
    }
}
