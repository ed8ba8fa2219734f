package org.vae4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.GaussianLikelihood;
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
import org.vae4j.network.block.GatedDense;
import org.vae4j.network.block.LayerNorm;
import org.vae4j.network.block.Reshape;
import org.vae4j.network.block.SpectralDense;
import org.vae4j.network.image.Conv;
import org.vae4j.network.image.ConvTransposed;
import org.vae4j.network.init.OfNetwork;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.Term;
import org.vae4j.objective.jacobian.SpectralNorms.Of;
import org.vae4j.objective.reducer.PartiallyImportanceWeightedReducer;
import org.vae4j.objective.sensitivity.SpectralPenaltyTerm;
import org.vae4j.objective.term.LatentNormTerm;
import org.vae4j.objective.term.MmdTerm;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

/**
 * Spectral penalties and their gradients, compared with Commons Math's singular value decompositions of the weights.
 */
class SpectralPenaltiesTest {

    private static final String NAME = "spectral_penalty";
    private static final double WEIGHT = 0.7;
    private static final int ALL_DIRECTIONS = 50;
    private static final long SEED = 3;
    private static final INDArray X = Values.pixels(5, DataType.DOUBLE, 6, 36);

    /** More directions than any matrix here has columns or rows, so that the singular values are exact. */
    private static Term penalty(Of group) {
        return new SpectralPenaltyTerm(WEIGHT, group, ALL_DIRECTIONS, SEED);
    }

    private static LatentModel model(
            Reducer reducer, LatentSpec latents, List<BlockSpec> encoder, List<BlockSpec> decoder, Term... terms) {
        return LatentModel.create(
                new ModelSpec(
                        new Architecture(
                                new Shape.Image(1, 6, 6),
                                encoder,
                                3,
                                new DecoderLayout.Listed(decoder),
                                new Style(Nonlinearity.TANH)),
                        latents,
                        new GaussianLikelihood(1),
                        new ComposedObjective(reducer, null, List.of(terms)),
                        reducer instanceof ElboReducer ? 1 : 4),
                FlushingAdam.withLearningRate(0.01),
                3,
                DataType.DOUBLE);
    }

    private static LatentModel dense(Term... terms) {
        return model(
                new ElboReducer(), LatentSpec.STANDARD, Dense.layers(List.of(7, 5)), Dense.layers(List.of(6)), terms);
    }

    private static SingularValueDecomposition decomposition(INDArray weights) {
        return new SingularValueDecomposition(new Array2DRowRealMatrix(weights.toDoubleMatrix()));
    }

    private static boolean belongsTo(Of group, String layer) {
        boolean decoder = layer.startsWith("decoder-") || layer.startsWith("likelihood-");
        return group == Of.ALL || decoder == (group == Of.DECODER);
    }

    /** λ Σ ½ σ(W)² over the weights of a group. */
    private static double expected(LatentModel model, Of group) {
        double sum = 0;
        for (Layer layer : model.graph().getLayers()) {
            if (layer.paramTable().containsKey("W")
                    && belongsTo(group, layer.conf().getLayer().getLayerName())) {
                double largest = decomposition(layer.getParam("W")).getNorm();
                sum += WEIGHT * largest * largest / 2;
            }
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource(Of.class)
    void valueIsHalfTheSquaredSingularValuesOfTheGroup(Of group) {
        LatentModel with = dense(penalty(group));
        double value = expected(with, group);
        assertThat(with.elbo(X, 1).others().get(NAME)).isCloseTo(value, within(1e-10));
        assertThat(with.compiled().gradient(X).objectiveNats()
                        - dense().compiled().gradient(X).objectiveNats())
                .isCloseTo(value, within(1e-10));
    }

    static Stream<LatentModel> models() {
        Term all = penalty(Of.ALL);
        List<BlockSpec> plain = Dense.layers(List.of(7));
        List<BlockSpec> images =
                List.of(new Conv(3, 3, 2), new LayerNorm(), new GatedDense(5, Activation.TANH, new OfNetwork()));
        List<BlockSpec> back = List.of(new Dense(12), new Reshape(3, 2, 2), new ConvTransposed(2, 3, 3));
        return Stream.of(
                dense(all),
                dense(penalty(Of.ENCODER)),
                dense(penalty(Of.DECODER)),
                model(new ElboReducer(), LatentSpec.CODE, plain, plain, all),
                model(new ElboReducer(), LatentSpec.CODE, images, back, all),
                model(new PartiallyImportanceWeightedReducer(2), LatentSpec.STANDARD, plain, plain, all));
    }

    /**
     * The gradient of the same model without the term is subtracted. The rest must be B λ σ u vᵀ for each weight
     * matrix, with the weight λ, the largest singular value σ and its vectors; B is the number of examples that
     * gradients sum.
     */
    @ParameterizedTest
    @MethodSource("models")
    void gradientIsThatOfTheSingularValueDecomposition(LatentModel with) {
        SpectralPenaltyTerm term = (SpectralPenaltyTerm) objective(with).terms().get(0);
        with.compiled().gradient(X);
        double[] found = Values.of(with.graph().getFlattenedGradients().dup());
        LatentModel without = LatentModel.of(without(with));
        without.compiled().gradient(X);
        INDArray rest = Nd4j.createFromArray(found)
                .sub(Nd4j.createFromArray(Values.of(without.graph().getFlattenedGradients())));
        // Written into the network's gradient array, so that the layers' views show their own parts.
        without.graph().getFlattenedGradients().assign(rest.reshape(1, -1));
        int penalised = 0;
        for (Layer layer : without.graph().getLayers()) {
            if (layer.numParams() == 0) {
                continue;
            }
            INDArray weights = layer.paramTable().get("W");
            INDArray own = layer.getGradientsViewArray();
            boolean isPenalised = weights != null
                    && belongsTo(term.group(), layer.conf().getLayer().getLayerName());
            INDArray expected = Nd4j.zeros(DataType.DOUBLE, own.length());
            if (isPenalised) {
                INDArray slopes = slopes(weights).reshape('f', 1, weights.length());
                for (int i = 0; i < slopes.length(); i++) {
                    expected.putScalar(i, slopes.getDouble(i));
                }
                penalised++;
            }
            assertThat(Values.of(own.dup().reshape(1, -1)))
                    .as(layer.conf().getLayer().getLayerName())
                    .containsExactly(Values.of(expected.reshape(1, -1)), within(1e-10));
        }
        assertThat(penalised).as("penalised matrices").isGreaterThan(1);
    }

    private static ComposedObjective objective(LatentModel model) {
        return (ComposedObjective) ((VariationalOutputLayer)
                        model.graph().getLayer("objective").conf().getLayer())
                .getObjective();
    }

    /** The same network without the penalty. A term of weight 0 replaces it, since an objective of terms needs one. */
    private static ComputationGraph without(LatentModel model) {
        var configuration = model.graph().getConfiguration().clone();
        var vertex = (LayerVertex) configuration.getVertices().get("objective");
        var output = (VariationalOutputLayer) vertex.getLayerConf().getLayer();
        var bare = new VariationalOutputLayer(
                output.latents(),
                output.getLikelihood(),
                new ComposedObjective(objective(model).reducer(), null, List.of(new LatentNormTerm(0))),
                0);
        bare.setLayerName("objective");
        vertex.getLayerConf().setLayer(bare);
        var graph = new ComputationGraph(configuration);
        graph.init(model.graph().params().dup(), false);
        return graph;
    }

    /** B λ σ u vᵀ of a matrix. */
    private static INDArray slopes(INDArray weights) {
        SingularValueDecomposition found = decomposition(weights);
        INDArray slopes = Nd4j.zeros(DataType.DOUBLE, weights.size(0), weights.size(1));
        for (int i = 0; i < slopes.size(0); i++) {
            for (int j = 0; j < slopes.size(1); j++) {
                slopes.putScalar(
                        i,
                        j,
                        X.size(0)
                                * WEIGHT
                                * found.getNorm()
                                * found.getU().getEntry(i, 0)
                                * found.getV().getEntry(j, 0));
            }
        }
        return slopes;
    }

    private static void train(LatentModel model, int steps, int workers) {
        try (TrainingStep step = new TrainingStep(model, workers)) {
            for (int i = 0; i < steps; i++) {
                step.apply(Values.pixels(i, DataType.DOUBLE, 7, 36));
            }
        }
    }

    @Test
    void twoWorkersTrainToTheParametersOfOne() {
        for (Term[] terms : List.of(new Term[] {penalty(Of.ALL)}, new Term[] {penalty(Of.ALL), new MmdTerm()})) {
            LatentModel one = dense(terms);
            LatentModel two = dense(terms);
            train(one, 4, 1);
            train(two, 4, 2);
            assertThat(Values.of(two.graph().params()))
                    .containsExactly(Values.of(one.graph().params()), within(1e-9));
        }
    }

    /** The penalty keeps no state from step to step. */
    @Test
    void resumedTrainingHasTheBitsOfAnUninterruptedOne(@TempDir Path folder) throws Exception {
        Term twoDirections = new SpectralPenaltyTerm(WEIGHT, Of.ALL, 2, 3);
        LatentModel whole = dense(twoDirections);
        train(whole, 3, 1);
        whole.save(folder.resolve("model.zip"));
        LatentModel loaded = LatentModel.load(folder.resolve("model.zip"));
        train(whole, 3, 1);
        train(loaded, 3, 1);
        assertThat(Values.of(loaded.graph().params()))
                .isEqualTo(Values.of(whole.graph().params()));
    }

    /** The weight outweighs the reconstruction; 60 steps of 0.01 suffice to shrink weights of about 0.5. */
    @Test
    void trainingShrinksTheSingularValuesOfTheGroupAlone() {
        LatentModel model = dense(new SpectralPenaltyTerm(50, Of.DECODER, 10, 0));
        double decoderBefore = expected(model, Of.DECODER);
        double encoderBefore = expected(model, Of.ENCODER);
        train(model, 60, 1);
        assertThat(expected(model, Of.DECODER)).isLessThan(0.2 * decoderBefore);
        assertThat(expected(model, Of.ENCODER)).isGreaterThan(0.5 * encoderBefore);
    }

    @Test
    void refusesLayersThatScaleTheirWeightsThemselves() {
        assertThatThrownBy(() -> model(
                        new ElboReducer(),
                        LatentSpec.CODE,
                        List.of(),
                        List.of(new SpectralDense(5, 1, Activation.NETWORK, new OfNetwork())),
                        penalty(Of.ALL)))
                .hasMessage("objective.terms: found spectral_penalty with the layer \"decoder-1\" (SpectralDenseBlock),"
                        + " expected layers that use their weights as they are, such as dense and conv: set its group"
                        + " to another one");
    }

    @Test
    void refusesANegativeWeight() {
        assertThatThrownBy(() -> new SpectralPenaltyTerm(-1, Of.ALL, 10, 0)).hasMessageContaining("weight: found -1.0");
    }

    @Test
    void refusesNoDirections() {
        assertThatThrownBy(() -> new SpectralPenaltyTerm(1, Of.ALL, 0, 0)).hasMessageContaining("directions: found 0");
    }

    /** DL4J's own training cannot evaluate terms of weights. */
    @Test
    void refusesDl4jsOwnFit() {
        LatentModel model = dense(penalty(Of.ALL));
        assertThatThrownBy(() -> model.graph().fit(new DataSet(X, X))).hasMessageContaining("norms of weights");
    }
}
