package org.vae4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.LearnedGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.Term;
import org.vae4j.objective.reducer.MultiplyImportanceWeightedReducer;
import org.vae4j.objective.reducer.PartiallyImportanceWeightedReducer;
import org.vae4j.objective.term.FactorTerm;
import org.vae4j.objective.term.MmdTerm;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/** Models whose encoder and decoder minimise different losses of the same draws, as PIWAE does. */
class EncoderLossTest {

    private static final int FEATURES = 6;
    private static final int LATENTS = 2;
    private static final int DRAWS = 6;
    /** Groups of draws. */
    private static final int GROUPS = 3;

    private static final int EXAMPLES = 5;
    private static final double STEP = 1e-5;
    private static final Reducer PIWAE = new PartiallyImportanceWeightedReducer(GROUPS);
    private static final Reducer MIWAE = new MultiplyImportanceWeightedReducer(GROUPS);
    private static final Reducer IWAE = new ImportanceWeightedReducer();
    private static final INDArray X = Values.pixels(3, DataType.DOUBLE, EXAMPLES, FEATURES);

    /** The latent, the likelihood and the terms of a model, apart from its bound. */
    private record Setting(LatentSpec latents, Likelihood likelihood, List<Term> terms) {

        LatentModel model(Reducer reducer, DataType type) {
            Objective objective = new ComposedObjective(reducer, new FixedSchedule(0.8), terms);
            Architecture network = new Architecture(
                    new Shape.Features(FEATURES),
                    Dense.layers(List.of(5)),
                    LATENTS,
                    new DecoderLayout.Listed(Dense.layers(List.of(4))),
                    new Style(Nonlinearity.TANH));
            ModelSpec spec = new ModelSpec(network, latents, likelihood, objective, DRAWS);
            return LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, type);
        }

        LatentModel model(Reducer reducer) {
            return model(reducer, DataType.DOUBLE);
        }

        @Override
        public String toString() {
            return latents.prior().name() + ", " + likelihood.name() + ", " + terms;
        }
    }

    static Stream<Setting> settings() {
        LatentSpec mixture = new LatentSpec(new DiagonalGaussianPosterior(), new MixtureOfGaussiansPrior(3));
        return Stream.of(
                new Setting(LatentSpec.STANDARD, new BernoulliLikelihood(), List.of()),
                new Setting(mixture, new LearnedGaussianLikelihood(), List.of()),
                new Setting(LatentSpec.STANDARD, new BernoulliLikelihood(), List.of(new MmdTerm())),
                new Setting(
                        LatentSpec.STANDARD,
                        new BernoulliLikelihood(),
                        List.of(new MmdTerm(), new FactorTerm(2, List.of(3), 1, 1))));
    }

    private static boolean belongsToEncoder(Layer layer) {
        String name = layer.conf().getLayer().getLayerName();
        return name.startsWith("encoder-") || name.equals("posterior");
    }

    /** Compares the gradients of the encoder, or of everything else. */
    private static void assertSameGradients(LatentModel model, LatentModel expected, boolean encoder) {
        int compared = 0;
        for (Layer layer : model.graph().getLayers()) {
            if (layer.numParams() > 0 && belongsToEncoder(layer) == encoder) {
                String name = layer.conf().getLayer().getLayerName();
                assertThat(Values.of(layer.getGradientsViewArray().reshape(1, -1)))
                        .as(name)
                        .isEqualTo(Values.of(expected.graph()
                                .getLayer(name)
                                .getGradientsViewArray()
                                .reshape(1, -1)));
                compared++;
            }
        }
        assertThat(compared).as("compared layers").isGreaterThan(1);
    }

    /** The value of the objective is IWAE's, too. */
    @ParameterizedTest
    @MethodSource("settings")
    void encoderHasTheGradientOfMiwaeAndTheRestThatOfIwae(Setting setting) {
        LatentModel piwae = setting.model(PIWAE);
        LatentModel miwae = setting.model(MIWAE);
        LatentModel iwae = setting.model(IWAE);
        ElboTerms terms = piwae.compiled().gradient(X);
        miwae.compiled().gradient(X);
        assertThat(terms).isEqualTo(iwae.compiled().gradient(X));
        assertSameGradients(piwae, miwae, true);
        assertSameGradients(piwae, iwae, false);
        Layer encoder = piwae.graph().getLayer("encoder-1");
        assertThat(encoder.getGradientsViewArray())
                .isNotEqualTo(iwae.graph().getLayer("encoder-1").getGradientsViewArray());
    }

    @ParameterizedTest
    @MethodSource("settings")
    void gradientOfAGroupMatchesFiniteDifferencesOfItsOwnLoss(Setting setting) {
        LatentModel piwae = setting.model(PIWAE);
        LatentModel miwae = setting.model(MIWAE);
        LatentModel iwae = setting.model(IWAE);
        piwae.compiled().gradient(X);
        for (Layer layer : piwae.graph().getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            if (layer.numParams() == 0 || name.startsWith("auxiliary-")) {
                continue;
            }
            double[] found = Values.of(layer.getGradientsViewArray().reshape(1, -1));
            LatentModel own = belongsToEncoder(layer) ? miwae : iwae;
            INDArray parameters = own.graph().getLayer(name).params();
            for (int i = 0; i < found.length; i += 3) {
                double here = parameters.getDouble(i);
                parameters.putScalar(i, here + STEP);
                double above = own.compiled().gradient(X).objectiveNats();
                parameters.putScalar(i, here - STEP);
                double below = own.compiled().gradient(X).objectiveNats();
                parameters.putScalar(i, here);
                assertThat(found[i]).as(name).isCloseTo(EXAMPLES * (above - below) / (2 * STEP), within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void piwaeWithOneGroupOfDrawsTrainsToTheBitsOfIwae(Setting setting) {
        assertThat(trained(setting.model(new PartiallyImportanceWeightedReducer(1), DataType.FLOAT), 0, 4, 1))
                .isEqualTo(trained(setting.model(IWAE, DataType.FLOAT), 0, 4, 1));
    }

    /** The parameters after some steps. */
    private static double[] trained(LatentModel model, int from, int to, int workers) {
        try (TrainingStep step = new TrainingStep(model, workers)) {
            for (int i = from; i < to; i++) {
                step.apply(Values.pixels(i, model.graph().params().dataType(), 7, FEATURES));
            }
        }
        return Values.of(model.graph().params());
    }

    @ParameterizedTest
    @MethodSource("settings")
    void twoWorkersComputeTheGradientsOfOne(Setting setting) {
        LatentModel model = setting.model(PIWAE);
        ElboTerms whole = model.compiled().gradient(X);
        double[] expected = Values.of(model.graph().getFlattenedGradients().reshape(1, -1));
        try (WorkerThreads threads = new WorkerThreads(2)) {
            ParallelGradient parallel = new ParallelGradient(model, threads);
            ElboTerms terms = parallel.compute(X);
            parallel.all().sum();
            assertThat(terms.objectiveNats()).isCloseTo(whole.objectiveNats(), within(1e-12));
            assertThat(Values.of(model.graph().getFlattenedGradients().reshape(1, -1)))
                    .containsExactly(expected, within(1e-11));
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void resumedTrainingHasTheBitsOfAnUninterruptedOne(Setting setting, @TempDir Path folder) throws IOException {
        double[] uninterrupted = trained(setting.model(PIWAE, DataType.FLOAT), 0, 4, 2);
        LatentModel half = setting.model(PIWAE, DataType.FLOAT);
        trained(half, 0, 2, 2);
        half.save(folder.resolve("half.zip"));
        assertThat(trained(LatentModel.load(folder.resolve("half.zip")), 2, 4, 2))
                .isEqualTo(uninterrupted);
    }

    /** Chains of annealed importance sampling need it. */
    @ParameterizedTest
    @MethodSource("settings")
    void gradientOfTheLikelihoodByTheLatentDoesNotDependOnTheLosses(Setting setting) {
        INDArray z = Values.normal(8, DataType.DOUBLE, EXAMPLES, LATENTS, 1);
        double[] found = new double[EXAMPLES * LATENTS];
        double[] expected = new double[EXAMPLES * LATENTS];
        setting.model(PIWAE).negLogLikelihoodGradient(X, z, new double[EXAMPLES], found);
        setting.model(IWAE).negLogLikelihoodGradient(X, z, new double[EXAMPLES], expected);
        assertThat(found).isEqualTo(expected).doesNotContain(0);
    }

    @Test
    void refusesDl4jsFit() {
        LatentModel model = settings().findFirst().orElseThrow().model(PIWAE);
        assertThatThrownBy(() -> model.graph().fit(new DataSet(X, X)))
                .hasMessageContainingAll("several losses", "TrainingStep");
    }

    @Test
    void refusesDrawsThatAreNoMultipleOfTheGroups() {
        assertThatThrownBy(() -> new PartiallyImportanceWeightedReducer(4).requireDraws(6))
                .hasMessageContainingAll("model.draws: found 6", "objective.name=piwae of outer: 4", "model.draws=8");
    }

    @Test
    void refusesNoGroups() {
        assertThatThrownBy(() -> new PartiallyImportanceWeightedReducer(0)).hasMessageContaining("outer: found 0");
    }
}
