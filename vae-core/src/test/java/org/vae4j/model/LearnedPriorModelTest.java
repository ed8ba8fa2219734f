package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.Prior;
import org.vae4j.latent.flow.FlowPrior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.GraphBuilder;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.DoublyReparameterisedReducer;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.Reducer;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

/** Models whose priors have learned parameters: mixtures of Gaussians and flows. */
class LearnedPriorModelTest {

    private static final int FEATURES = 6;
    private static final INDArray X = Values.pixels(3, DataType.DOUBLE, 5, FEATURES);

    private static LatentModel model(Prior prior, Reducer reducer, int draws) {
        ModelSpec spec = new ModelSpec(
                new Architecture(
                        new Shape.Features(FEATURES),
                        Dense.layers(List.of(7)),
                        2,
                        new DecoderLayout.Listed(Dense.layers(List.of(4))),
                        new Style(Nonlinearity.TANH)),
                new LatentSpec(new DiagonalGaussianPosterior(), prior),
                new BernoulliLikelihood(),
                ComposedObjective.of(reducer),
                draws);
        return LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE);
    }

    /** Every parameter is checked, including those of the prior. */
    @Test
    void gradientsOfAMixtureMatchFiniteDifferences() {
        for (int draws : new int[] {1, 3}) {
            LatentModel elbo = model(new MixtureOfGaussiansPrior(3), new ElboReducer(), draws);
            GradientCheck.assertGradients(elbo.graph(), X, X);
            LatentModel bound = model(new MixtureOfGaussiansPrior(3), new ImportanceWeightedReducer(), draws);
            GradientCheck.assertGradients(bound.graph(), X, X);
        }
    }

    /** The networks of the flow are moved away from zero, where some derivatives vanish. */
    @Test
    void gradientsOfAFlowMatchFiniteDifferences() {
        LatentModel model = model(new FlowPrior(2, 4, 1), new ImportanceWeightedReducer(), 2);
        model.graph().getLayer(GraphBuilder.PRIOR_PARAMETERS).getParam("W").addi(0.2);
        GradientCheck.assertGradients(model.graph(), X, X);
    }

    @Test
    void importanceSamplingUsesTheFlow() {
        LatentModel model = model(new FlowPrior(2, 4, 1), new ElboReducer(), 1);
        model.graph().getLayer(GraphBuilder.PRIOR_PARAMETERS).getParam("W").addi(0.2);
        double[] logLikelihood = new ImportanceSampling(model, 1).logLikelihood(X, 9);
        model.elbo(X, 9);
        double[] objective = model.lastBatch().objective();
        for (int i = 0; i < objective.length; i++) {
            assertThat(logLikelihood[i]).as("example %d", i).isCloseTo(-objective[i], within(1e-10));
        }
    }

    @Test
    void savedDecoderKeepsTheFlow(@TempDir Path folder) throws Exception {
        LatentModel model = model(new FlowPrior(2, 4, 1), new ElboReducer(), 1);
        model.graph().getLayer(GraphBuilder.PRIOR_PARAMETERS).getParam("W").addi(0.2);
        model.decoder().save(folder.resolve("decoder.zip"));
        assertThat(Values.of(Decoder.load(folder.resolve("decoder.zip")).samplePrior(4, 1)))
                .isEqualTo(Values.of(model.samplePrior(4, 1)));
    }

    @Test
    void compiledGradientHasTheBitsOfDl4js() {
        ComputationGraph graph = model(new MixtureOfGaussiansPrior(3), new ImportanceWeightedReducer(), 3)
                .graph();
        double[] expected = GradientCheck.gradient(graph, X, X);
        CompiledGraph.of(graph).gradient(X);
        assertThat(Values.of(graph.getFlattenedGradients().reshape(1, -1).div(X.size(0))))
                .isEqualTo(expected);
    }

    /** A mixture of one component N(0, I) is the standard prior, which has no vertex. */
    @Test
    void mixtureOfOneStandardNormalEqualsTheStandardPrior() {
        for (Reducer reducer : List.of(new ImportanceWeightedReducer(), new DoublyReparameterisedReducer())) {
            LatentModel mixture = model(new MixtureOfGaussiansPrior(1), reducer, 3);
            LatentModel standard = model(new StandardNormalPrior(), reducer, 3);
            mixture.graph()
                    .getLayer(GraphBuilder.PRIOR_PARAMETERS)
                    .getParam("W")
                    .assign(0);
            for (String layer : List.of("encoder-1", "posterior", "decoder-1", "likelihood-parameters")) {
                mixture.graph()
                        .getLayer(layer)
                        .setParams(standard.graph().getLayer(layer).params());
            }
            assertThat(mixture.elbo(X, 3).objectiveNats())
                    .isCloseTo(standard.elbo(X, 3).objectiveNats(), within(1e-12));
            mixture.compiled().gradient(X);
            standard.compiled().gradient(X);
            for (String layer : List.of("encoder-1", "posterior", "decoder-1")) {
                assertThat(gradient(mixture, layer)).containsExactly(gradient(standard, layer), within(1e-12));
            }
        }
    }

    private static double[] gradient(LatentModel model, String layer) {
        return Values.of(model.graph().getLayer(layer).getGradientsViewArray().reshape(1, -1));
    }

    /** The estimate with one sample is the sampled bound of the same draw. */
    @Test
    void importanceSamplingUsesTheMixture() {
        LatentModel model = model(new MixtureOfGaussiansPrior(3), new ElboReducer(), 1);
        double[] logLikelihood = new ImportanceSampling(model, 1).logLikelihood(X, 9);
        model.elbo(X, 9);
        double[] objective = model.lastBatch().objective();
        for (int i = 0; i < objective.length; i++) {
            assertThat(logLikelihood[i]).as("example %d", i).isCloseTo(-objective[i], within(1e-10));
        }
    }

    @Test
    void trainingMovesTheMixture() {
        LatentModel model = model(new MixtureOfGaussiansPrior(3), new ElboReducer(), 1);
        double[] before = Values.of(model.prior().sample(4, 1, DataType.DOUBLE));
        train(model, 1);
        assertThat(Values.of(model.prior().sample(4, 1, DataType.DOUBLE))).isNotEqualTo(before);
    }

    private static void train(LatentModel model, int workers) {
        try (TrainingStep step = new TrainingStep(model, workers)) {
            step.apply(X);
        }
    }

    @Test
    void loadedModelOnTwoWorkersContinuesLikeTheSavedOne(@TempDir Path folder) throws Exception {
        LatentModel model = model(new MixtureOfGaussiansPrior(3), new ElboReducer(), 1);
        train(model, 1);
        model.save(folder.resolve("model.zip"));
        LatentModel loaded = LatentModel.load(folder.resolve("model.zip"));
        train(model, 1);
        train(loaded, 2);
        assertThat(Values.of(loaded.graph().params().reshape(1, -1)))
                .containsExactly(Values.of(model.graph().params().reshape(1, -1)), within(1e-12));
    }

    @Test
    void savedDecoderKeepsTheMixture(@TempDir Path folder) throws Exception {
        LatentModel model = model(new MixtureOfGaussiansPrior(3), new ElboReducer(), 1);
        train(model, 1);
        model.decoder().save(folder.resolve("decoder.zip"));
        Decoder decoder = Decoder.load(folder.resolve("decoder.zip"));
        assertThat(Values.of(decoder.samplePrior(4, 1))).isEqualTo(Values.of(model.samplePrior(4, 1)));
    }
}
