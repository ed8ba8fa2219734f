package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
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
    /** -log p(x|z) is then the squared error and a constant. */
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
    void outputIsTheProductWithUAndItsTranspose() {
        ComputationGraph graph =
                Networks.chain(DataType.DOUBLE, FEATURES, tied().withBias().build(), squaredError());
        INDArray x = Values.normal(1, DataType.DOUBLE, 7, FEATURES, 1);
        INDArray u = graph.getParam("layer0_W");
        INDArray expected = x.mmul(u).mmul(u.transpose()).addRowVector(graph.getParam("layer0_b"));
        assertThat(u.shape()).containsExactly(FEATURES, LATENT);
        assertThat(Values.of(graph.output(x)[0])).containsExactly(Values.of(expected), within(1e-14));
    }

    /**
     * The claim that the studies of PCA stand on: a network of these layers over all examples, the same over the few
     * rows with the same moments, and the loss computed from the moments alone have one value and one gradient.
     */
    @Test
    void lossAndGradientDependOnTheMomentsOfTheDataAlone() {
        INDArray x = Values.normal(2, DataType.DOUBLE, 300, FEATURES, 1)
                .mmul(Values.normal(3, DataType.DOUBLE, FEATURES, FEATURES, 1))
                .addi(0.5);
        Covariance moments = Covariance.of(x);
        for (boolean tied : new boolean[] {true, false}) {
            ComputationGraph graph = tied
                    ? Networks.chain(
                            DataType.DOUBLE, FEATURES, tied().withBias().build(), squaredError())
                    : Networks.chain(
                            DataType.DOUBLE,
                            FEATURES,
                            Networks.dense(LATENT, Nonlinearity.IDENTITY),
                            Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                            squaredError());
            // The code's bias is redundant; the loss has none.
            if (!tied) {
                graph.getParam("layer0_b").assign(0);
            }
            LinearAutoencoderLoss loss = tied
                    ? LinearAutoencoderLoss.tied(moments, LATENT, Offset.LEARNED)
                    : LinearAutoencoderLoss.untied(moments, LATENT, Offset.LEARNED);
            double[] gradient = new double[loss.size()];
            double value = loss.evaluate(point(graph, tied), gradient);
            double constant = 0.5 * FEATURES * Math.log(Math.PI);
            INDArray few = moments.representatives(5);
            for (INDArray data : new INDArray[] {x, few}) {
                assertThat(graph.score(new DataSet(data, data)) - constant).isCloseTo(value, within(1e-11 * value));
                double[] found = ordered(graph, tied, GradientCheck.gradient(graph, data, data));
                assertThat(found).containsExactly(gradient, within(1e-10 * value));
            }
        }
    }

    /** The variables of the loss: A, Bᵀ, b; W of an encoder is Bᵀ, W of a decoder Aᵀ. */
    private static double[] point(ComputationGraph graph, boolean tied) {
        INDArray u = graph.getParam("layer0_W");
        return tied
                ? concat(Values.of(u), Values.of(graph.getParam("layer0_b")))
                : concat(
                        Values.of(graph.getParam("layer1_W").transpose()),
                        Values.of(u),
                        Values.of(graph.getParam("layer1_b")));
    }

    private static double[] ordered(ComputationGraph graph, boolean tied, double[] gradient) {
        if (tied) {
            return gradient;
        }
        int block = FEATURES * LATENT;
        double[] toEncoder = Arrays.copyOfRange(gradient, 0, block);
        int from = block + LATENT;
        INDArray toDecoder = Values.array(DataType.DOUBLE, LATENT, FEATURES, i -> gradient[from + i]);
        return concat(
                Values.of(toDecoder.transpose()),
                toEncoder,
                Arrays.copyOfRange(gradient, from + block, from + block + FEATURES));
    }

    private static double[] concat(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    @Test
    void impossibleSizesAreRefused() {
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
