package org.vae4j.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.eval.aggregate.PosteriorDiagnostics;
import org.vae4j.eval.annealed.AnnealedImportanceSampling;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.Prior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.latent.prior.VampPrior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.Decoder;
import org.vae4j.model.LatentModel;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.BatchNorm;
import org.vae4j.network.block.Dense;
import org.vae4j.network.block.Dropout;
import org.vae4j.network.transform.Planar;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.Reducer;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.CholeskyPosterior;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

/** Models with a VampPrior, whose components are the posteriors of pseudo-inputs. */
public class VampPriorModelTest {

    private static final int FEATURES = 6;
    private static final INDArray X = Values.pixels(3, DataType.DOUBLE, 5, FEATURES);

    private static VampPrior vamp(int components) {
        return new VampPrior(components, VampPrior.Start.NOISE, 0.4, 0.3, VampPrior.Squash.CLAMP);
    }

    private static LatentModel model(Prior prior, Reducer reducer, int draws) {
        return model(network(Dense.layers(List.of(7)), 0), prior, reducer, draws);
    }

    private static Architecture network(List<BlockSpec> encoder, int condition) {
        return new Architecture(
                        new Shape.Features(FEATURES),
                        encoder,
                        2,
                        new DecoderLayout.Listed(Dense.layers(List.of(4))),
                        new Style(Nonlinearity.TANH))
                .conditionedOn(condition);
    }

    private static LatentModel model(Architecture network, Prior prior, Reducer reducer, int draws) {
        ModelSpec spec = new ModelSpec(
                network,
                new LatentSpec(new DiagonalGaussianPosterior(), prior),
                new BernoulliLikelihood(),
                ComposedObjective.of(reducer),
                draws);
        return LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE);
    }

    /**
     * Checks every parameter by DL4J's own pass. The encoder's gradients come from the examples and from the
     * pseudo-inputs.
     */
    @Test
    void gradientsMatchFiniteDifferences() {
        LatentModel elbo = model(vamp(3), new ElboReducer(), 1);
        GradientCheck.assertGradients(elbo.graph(), X, X);
        assertThat(Arrays.stream(gradient(elbo, PseudoInputs.LEARNED))).anyMatch(g -> g != 0);
        GradientCheck.assertGradients(
                model(vamp(3), new ImportanceWeightedReducer(), 3).graph(), X, X);
    }

    private static double[] gradient(LatentModel model, String layer) {
        return Values.of(model.graph().getLayer(layer).getGradientsViewArray().reshape(1, -1));
    }

    @Test
    void compiledGradientAgreesWithDl4js() {
        ComputationGraph graph =
                model(vamp(4), new ImportanceWeightedReducer(), 3).graph();
        double[] expected = GradientCheck.gradient(graph, X, X);
        CompiledGraph.of(graph).gradient(X);
        assertThat(Values.of(graph.getFlattenedGradients().reshape(1, -1).div(X.size(0))))
                .containsExactly(expected, within(1e-14));
    }

    /**
     * The largest difference between a model with one pseudo-input, whose posterior is N(0, I), and the prior N(0, I).
     */
    public static double onePseudoInputAgainstStandard() {
        LatentModel vamp = model(vamp(1), new ImportanceWeightedReducer(), 3);
        LatentModel standard = model(new StandardNormalPrior(), new ImportanceWeightedReducer(), 3);
        INDArray bias = vamp.graph().getLayer(PseudoInputs.POSTERIORS).getParam("b");
        bias.subi(vamp.pseudoInputs().orElseThrow().components().array());
        copy(vamp, "encoder-1", standard, "encoder-1");
        copy(vamp, PseudoInputs.POSTERIORS, standard, "posterior");
        copy(vamp, "decoder-1", standard, "decoder-1");
        copy(vamp, "likelihood-parameters", standard, "likelihood-parameters");
        double largest =
                Math.abs(vamp.elbo(X, 3).objectiveNats() - standard.elbo(X, 3).objectiveNats());
        largest = Math.max(
                largest,
                difference(
                        new ImportanceSampling(vamp, 7).logLikelihood(X, 3),
                        new ImportanceSampling(standard, 7).logLikelihood(X, 3)));
        vamp.compiled().gradient(X);
        standard.compiled().gradient(X);
        for (String layer : List.of("decoder-1", "likelihood-parameters")) {
            largest = Math.max(largest, difference(gradient(vamp, layer), gradient(standard, layer)));
        }
        return largest;
    }

    private static double difference(double[] one, double[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> Math.abs(one[i] - other[i]))
                .max()
                .orElseThrow();
    }

    @Test
    void pseudoInputWithAStandardPosteriorEqualsTheStandardPrior() {
        assertThat(onePseudoInputAgainstStandard()).isLessThan(1e-10);
    }

    private static void copy(LatentModel from, String layer, LatentModel to, String other) {
        to.graph()
                .getLayer(other)
                .setParams(from.graph().getLayer(layer).params().dup());
    }

    /** The diagnostics of a model whose prior is the aggregate posterior. */
    public static PosteriorDiagnostics withAllExamplesAsPseudoInputs() {
        INDArray x = Values.pixels(8, DataType.DOUBLE, 9, FEATURES);
        VampPrior prior = new VampPrior(9, VampPrior.Start.DATA, 0, 0, VampPrior.Squash.NONE);
        LatentModel model = model(prior, new ElboReducer(), 1);
        model.pseudoInputs().orElseThrow().beginAt(x, 4);
        assertThat(Values.of(model.pseudoInputs().orElseThrow().values())).isEqualTo(Values.of(x));
        return PosteriorDiagnostics.of(model, new BatchList(List.of(x)), 9, 5);
    }

    @Test
    void withAllExamplesAsPseudoInputsTheMarginalDivergenceIsZero() {
        PosteriorDiagnostics found = withAllExamplesAsPseudoInputs();
        assertThat(found.marginalKlNats()).isCloseTo(0, within(1e-12));
        assertThat(found.mutualInformationNats()).isCloseTo(found.klNats(), within(1e-12));
        assertThat(found.klPerDimensionNats()).isEmpty();
    }

    @Test
    void boundOfAnExampleDoesNotDependOnItsBatch() {
        LatentModel model = model(vamp(4), new ElboReducer(), 1);
        model.elbo(X, 3);
        double[] together = model.lastBatch().objective().clone();
        for (int i = 0; i < 5; i++) {
            INDArray one = X.getRow(i, true).dup('f').reshape('f', 1, FEATURES);
            model.elbo(one, NoisePosition.evaluation(3).fromExample(i));
            assertThat(model.lastBatch().objective()[0]).as("example %d", i).isCloseTo(together[i], within(1e-12));
        }
    }

    @Test
    void importanceSamplingWithOneSampleIsTheSampledBound() {
        LatentModel model = model(vamp(4), new ElboReducer(), 1);
        model.elbo(X, 3);
        double[] together = model.lastBatch().objective().clone();
        double[] sampled = new ImportanceSampling(model, 1).logLikelihood(X, 3);
        for (int i = 0; i < 5; i++) {
            assertThat(sampled[i]).as("example %d", i).isCloseTo(-together[i], within(1e-10));
        }
        assertThat(model.posteriorDraws(X).draw(NoisePosition.evaluation(3), 1).logWeights())
                .containsExactly(sampled, within(1e-10));
    }

    /** A change of the pseudo-inputs between the batches of an estimate has no effect. */
    @Test
    void estimatesEncodeThePseudoInputsOnce() {
        BatchList data = new BatchList(List.of(X, X, X));
        var settings = new AnnealedImportanceSampling.Settings(2, 2, 1, AnnealedImportanceSampling.Start.PRIOR);
        LatentModel model = model(vamp(4), new ElboReducer(), 1);
        LatentModel changing = model(vamp(4), new ElboReducer(), 1);
        Runnable change = () ->
                changing.graph().getLayer("pseudo-inputs-learned").getParam("W").addi(0.5);
        assertThat(new ImportanceSampling(changing, 3).estimate(data, 3, done -> change.run()))
                .isEqualTo(new ImportanceSampling(model, 3).estimate(data, 3));
        changing.graph().setParams(model.graph().params().dup());
        assertThat(new AnnealedImportanceSampling(changing, settings).estimate(data, 3, done -> change.run()))
                .isEqualTo(new AnnealedImportanceSampling(model, settings).estimate(data, 3, done -> {}));
    }

    /** Compared within four sampling errors. */
    @Test
    void annealedChainsAgreeWithImportanceSampling() {
        LatentModel model = model(vamp(4), new ElboReducer(), 1);
        var sampled = new ImportanceSampling(model, 4000).estimate(new BatchList(List.of(X)), 3);
        for (AnnealedImportanceSampling.Start start : AnnealedImportanceSampling.Start.values()) {
            var annealed = new AnnealedImportanceSampling(
                            model, new AnnealedImportanceSampling.Settings(40, 30, 3, start))
                    .estimate(new BatchList(List.of(X)), 3, done -> {})
                    .likelihood();
            assertThat(annealed.negLogLikelihoodNats())
                    .isCloseTo(
                            sampled.negLogLikelihoodNats(),
                            within(4 * Math.hypot(sampled.samplingErrorNats(), annealed.samplingErrorNats())));
        }
    }

    @Test
    void trainingMovesThePseudoInputs() {
        LatentModel model = model(vamp(4), new ElboReducer(), 1);
        double[] before = Values.of(model.prior().sample(4, 1, DataType.DOUBLE));
        trainedByOneStep(model);
        assertThat(Values.of(model.prior().sample(4, 1, DataType.DOUBLE))).isNotEqualTo(before);
    }

    private static LatentModel trainedByOneStep(LatentModel model) {
        try (TrainingStep step = new TrainingStep(model)) {
            step.apply(X);
        }
        return model;
    }

    @Test
    void loadedModelContinuesLikeTheSavedOne(@TempDir Path folder) throws Exception {
        LatentModel model = trainedByOneStep(model(vamp(4), new ElboReducer(), 1));
        model.save(folder.resolve("model.zip"));
        LatentModel loaded = LatentModel.load(folder.resolve("model.zip"));
        LatentModel third = LatentModel.load(folder.resolve("model.zip"));
        assertThat(loaded.part().prior()).isEqualTo(vamp(4));
        try (TrainingStep step = new TrainingStep(model);
                TrainingStep same = new TrainingStep(loaded);
                TrainingStep two = new TrainingStep(third, 2)) {
            step.apply(X);
            same.apply(X);
            two.apply(X);
        }
        assertThat(parameters(loaded)).isEqualTo(parameters(model));
        assertThat(parameters(third)).containsExactly(parameters(model), within(1e-12));
    }

    @Test
    void savedDecoderKeepsThePrior(@TempDir Path folder) throws Exception {
        LatentModel model = trainedByOneStep(model(vamp(4), new ElboReducer(), 1));
        model.decoder().save(folder.resolve("decoder.zip"));
        Decoder decoder = Decoder.load(folder.resolve("decoder.zip"));
        assertThat(decoder.latent()).isEqualTo(2);
        assertThat(decoder.prior().distribution()).isEqualTo(vamp(4));
        assertThat(Values.of(decoder.samplePrior(4, 1))).isEqualTo(Values.of(model.samplePrior(4, 1)));
    }

    private static double[] parameters(LatentModel model) {
        return Values.of(model.graph().params().reshape(1, -1));
    }

    /** The pseudo-inputs are appended to each part. */
    @Test
    void gradientOfABatchIsTheSumOverItsParts() {
        LatentModel model = model(vamp(4), new ElboReducer(), 1);
        model.compiled().gradient(X);
        double[] whole = Values.of(model.graph().getFlattenedGradients().reshape(1, -1));
        double[] sum = new double[whole.length];
        int[] ends = {0, 2, 5};
        for (int part = 0; part < 2; part++) {
            INDArray x = Nd4j.createFromArray(Arrays.copyOfRange(X.toDoubleMatrix(), ends[part], ends[part + 1]))
                    .dup('f');
            model.compiled().gradient(x, ends[part]);
            double[] found = Values.of(model.graph().getFlattenedGradients().reshape(1, -1));
            for (int i = 0; i < sum.length; i++) {
                sum[i] += found[i];
            }
        }
        assertThat(sum).containsExactly(whole, within(1e-12));
    }

    @Test
    void refusesACondition() {
        assertThatThrownBy(() -> model(network(Dense.layers(List.of(7)), 3), vamp(2), new ElboReducer(), 1))
                .hasMessageContaining("model.prior: found vamp with a condition")
                .hasMessageContaining("model.condition=none");
    }

    @Test
    void refusesAnEncoderThatDoesNotComputeEachRowAlone() {
        for (BlockSpec block : List.of(new BatchNorm(), new Dropout())) {
            assertThatThrownBy(() -> model(network(List.of(block), 0), vamp(2), new ElboReducer(), 1))
                    .hasMessageStartingWith("model.encoder: found that \"encoder-1\"")
                    .hasMessageContaining("model.prior=standard_normal");
        }
    }

    @Test
    void refusesTransforms() {
        assertThatThrownBy(() -> new ModelSpec(
                        network(List.of(), 0),
                        new LatentSpec(new DiagonalGaussianPosterior(), List.of(new Planar()), vamp(2)),
                        new BernoulliLikelihood(),
                        ComposedObjective.of(new ElboReducer()),
                        1))
                .hasMessageContaining("found vamp with model.transforms");
    }

    @Test
    void refusesPosteriorsOtherThanDiagonalGaussians() {
        assertThatThrownBy(() -> new ModelSpec(
                        network(List.of(), 0),
                        new LatentSpec(new CholeskyPosterior(), vamp(2)),
                        new BernoulliLikelihood(),
                        ComposedObjective.of(new ElboReducer()),
                        1))
                .hasMessageContaining("found vamp with model.posterior=test_cholesky");
    }

    @Test
    void refusesMoreExamplesThanPseudoInputs() {
        assertThatThrownBy(() -> model(vamp(2), new ElboReducer(), 1)
                        .pseudoInputs()
                        .orElseThrow()
                        .beginAt(X, 1))
                .hasMessageContaining("found 5 examples of 6 features for 2 pseudo-inputs");
    }
}
