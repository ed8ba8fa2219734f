package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.vae4j.baseline.Covariance;
import org.vae4j.baseline.linear.LinearAutoencoderLoss;
import org.vae4j.baseline.linear.LinearAutoencoderLoss.Offset;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class TiedLinearLayerTest extends LayerContract {

    private static final int LATENT = 2;
    /** With this σ, -log p(x|z) is the squared error plus a constant. */
    private static final GaussianLikelihood SQUARED_ERROR = new GaussianLikelihood(Math.sqrt(0.5));

    private static TiedLinearLayer.Builder tied() {
        return new TiedLinearLayer.Builder().latent(LATENT);
    }

    private static VariationalOutputLayer squaredError() {
        return new VariationalOutputLayer(0, SQUARED_ERROR, ElboObjective.standard());
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(
                new Case("fed by the data", type -> Networks.chain(type, FEATURES, tied().build(), squaredError())),
                new Case(
                        "with bias, behind another layer",
                        type -> Networks.chain(
                                type,
                                FEATURES,
                                Networks.dense(FEATURES, Nonlinearity.TANH),
                                tied().withBias().build(),
                                squaredError())));
    }

    @Test
    void outputIsXTimesUTimesItsTransposePlusBias() {
        ComputationGraph graph =
                Networks.chain(DataType.DOUBLE, FEATURES, tied().withBias().build(), squaredError());
        INDArray x = Values.normal(1, DataType.DOUBLE, 7, FEATURES, 1);
        INDArray u = graph.getParam("layer0_W");
        INDArray expected = x.mmul(u).mmul(u.transpose()).addRowVector(graph.getParam("layer0_b"));
        assertThat(u.shape()).containsExactly(FEATURES, LATENT);
        assertThat(Values.of(graph.output(x)[0])).containsExactly(Values.of(expected), within(1e-14));
    }

    /** -log p(x|z) less the squared error. */
    private static final double CONSTANT = 0.5 * FEATURES * Math.log(Math.PI);

    private static INDArray correlatedData() {
        return Values.normal(2, DataType.DOUBLE, 300, FEATURES, 1)
                .mmul(Values.normal(3, DataType.DOUBLE, FEATURES, FEATURES, 1))
                .addi(0.5);
    }

    /** All examples, and a few rows with the same moments. */
    private static List<INDArray> dataWithTheSameMoments() {
        return List.of(correlatedData(), Covariance.of(correlatedData()).representatives(5));
    }

    /** The studies of PCA rest on this: the loss can be computed from the moments of the data alone. */
    @Test
    void lossAndGradientEqualThoseOfTheMoments() {
        ComputationGraph graph =
                Networks.chain(DataType.DOUBLE, FEATURES, tied().withBias().build(), squaredError());
        LinearAutoencoderLoss loss =
                LinearAutoencoderLoss.tied(Covariance.of(correlatedData()), LATENT, Offset.LEARNED);
        double[] expected = new double[loss.size()];
        double value = loss.evaluate(
                concat(Values.of(graph.getParam("layer0_W")), Values.of(graph.getParam("layer0_b"))), expected);
        for (INDArray data : dataWithTheSameMoments()) {
            assertThat(graph.score(new DataSet(data, data)) - CONSTANT)
                    .as("%d rows", data.rows())
                    .isCloseTo(value, within(1e-11 * value));
            assertThat(GradientCheck.gradient(graph, data, data))
                    .as("%d rows", data.rows())
                    .containsExactly(expected, within(1e-10 * value));
        }
    }

    /** The same for a linear autoencoder without tied weights, which the studies compare with. */
    @Test
    void lossAndGradientOfUntiedLayersEqualThoseOfTheMoments() {
        ComputationGraph graph = Networks.chain(
                DataType.DOUBLE,
                FEATURES,
                Networks.dense(LATENT, Nonlinearity.IDENTITY),
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                squaredError());
        // The loss has no bias of the code, which would be redundant.
        graph.getParam("layer0_b").assign(0);
        LinearAutoencoderLoss loss =
                LinearAutoencoderLoss.untied(Covariance.of(correlatedData()), LATENT, Offset.LEARNED);
        double[] expected = new double[loss.size()];
        double[] point = concat(
                Values.of(graph.getParam("layer1_W").transpose()),
                Values.of(graph.getParam("layer0_W")),
                Values.of(graph.getParam("layer1_b")));
        double value = loss.evaluate(point, expected);
        for (INDArray data : dataWithTheSameMoments()) {
            assertThat(graph.score(new DataSet(data, data)) - CONSTANT)
                    .as("%d rows", data.rows())
                    .isCloseTo(value, within(1e-11 * value));
            assertThat(inTheOrderOfTheLoss(GradientCheck.gradient(graph, data, data)))
                    .as("%d rows", data.rows())
                    .containsExactly(expected, within(1e-10 * value));
        }
    }

    /** The network's parameters are Bᵀ, the code's bias, Aᵀ, b; the variables of the loss are A, Bᵀ, b. */
    private static double[] inTheOrderOfTheLoss(double[] gradient) {
        int matrix = FEATURES * LATENT;
        int decoder = matrix + LATENT;
        double[] encoderGradient = Arrays.copyOfRange(gradient, 0, matrix);
        INDArray decoderGradient = Values.array(DataType.DOUBLE, LATENT, FEATURES, i -> gradient[decoder + i]);
        double[] biasGradient = Arrays.copyOfRange(gradient, decoder + matrix, gradient.length);
        return concat(Values.of(decoderGradient.transpose()), encoderGradient, biasGradient);
    }

    private static double[] concat(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    @Test
    void refusesMoreLatentDimensionsThanFeatures() {
        assertThatThrownBy(() -> Networks.chain(
                        DataType.FLOAT,
                        FEATURES,
                        new TiedLinearLayer.Builder().latent(6).build(),
                        squaredError()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found latent = 6, nIn = 5")
                .hasMessageContaining("expected 1 <= latent <= nIn = nOut");
    }

    @Test
    void configurationsDifferByTheirFields() {
        assertThat(tied().build()).isEqualTo(tied().build()).hasSameHashCodeAs(tied().build());
        assertThat(tied().build()).isNotEqualTo(tied().withBias().build());
        assertThat(tied().build()).isNotEqualTo(tied().latent(3).build());
    }
}
