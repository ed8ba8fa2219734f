package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.LatentBatch;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class KlBottleneckLayerTest extends LayerContract {

    private static final long SEED = 23;
    /** Standard deviation of the Gaussian likelihood. */
    private static final double SIGMA = 0.8;
    /** Examples of the networks that are computed by hand. */
    private static final int ROWS = 3;

    private static KlBottleneckLayer.Builder bottleneck(int latent) {
        return new KlBottleneckLayer.Builder().nOut(latent).noiseSeed(SEED);
    }

    private static VariationalOutputLayer output() {
        return new VariationalOutputLayer(0, new GaussianLikelihood(SIGMA), ElboObjective.standard());
    }

    private static Case of(String name, KlBottleneckLayer layer) {
        return new Case(
                name,
                type -> Networks.chain(
                        type,
                        FEATURES,
                        Networks.dense(6, Nonlinearity.TANH),
                        layer.clone() instanceof KlBottleneckLayer copy ? copy : layer,
                        Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                        output()));
    }

    /** A layer with a loss of its own runs in DL4J alone. */
    @Override
    boolean isCompiled() {
        return false;
    }

    @Override
    Stream<Case> cases() {
        ISchedule annealed = new ExponentialSchedule(ScheduleType.ITERATION, 2.5, 0.9);
        return Stream.of(
                of("β = 1", bottleneck(3).build()),
                of("annealed β", bottleneck(2).beta(annealed).build()),
                of(
                        "β by epoch",
                        bottleneck(1)
                                .beta(new ExponentialSchedule(ScheduleType.EPOCH, 0.2, 0.5))
                                .build()));
    }

    /** Compares two forms of one variational autoencoder with the same weights. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.3})
    void scoreAndGradientEqualThoseOfAnOutputLayerWithALatent(double beta) {
        long seed = 9;
        ModelSpec spec = new ModelSpec(
                FEATURES,
                List.of(7),
                2,
                List.of(6),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                new ElboObjective(new FixedSchedule(beta)));
        ComputationGraph model =
                LatentModel.create(spec, new Sgd(0.1), seed, DataType.DOUBLE).graph();
        ComputationGraph chain = Networks.chain(
                DataType.DOUBLE,
                FEATURES,
                Networks.dense(7, Nonlinearity.TANH),
                new KlBottleneckLayer.Builder()
                        .nOut(2)
                        .noiseSeed(Streams.derive(seed, "latent"))
                        .role("latent")
                        .beta(new FixedSchedule(beta))
                        .build(),
                Networks.dense(6, Nonlinearity.TANH),
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                new VariationalOutputLayer(0, new BernoulliLikelihood(), ElboObjective.standard()));
        // Both order their parameters as encoder, posterior head, decoder, likelihood parameters, with W before b.
        model.setParams(chain.params());
        INDArray x = Values.pixels(3, DataType.DOUBLE, 4, FEATURES);
        for (int iteration : new int[] {0, 4}) {
            model.getConfiguration().setIterationCount(iteration);
            chain.getConfiguration().setIterationCount(iteration);
            double[] expected = GradientCheck.gradient(model, x, x);
            assertThat(GradientCheck.gradient(chain, x, x)).containsExactly(expected, within(1e-14));
            assertThat(chain.score()).isCloseTo(model.score(), within(1e-13));
            assertThat(chain.score(new DataSet(x, x))).isCloseTo(model.score(new DataSet(x, x)), within(1e-13));
        }
    }

    private static INDArray examples() {
        return Values.normal(5, DataType.DOUBLE, ROWS, FEATURES, 1);
    }

    /** [μ | log σ²] as the first layer's parameters make it. */
    private static INDArray head(ComputationGraph graph, INDArray x) {
        return x.mmul(graph.getLayer(0).getParam("W"))
                .addiRowVector(graph.getLayer(0).getParam("b"));
    }

    private static double kl(double mean, double variance) {
        return 0.5 * (mean * mean + variance - Math.log(variance) - 1);
    }

    /** The network is the bottleneck alone, so z reconstructs the labels: both terms can be written out. */
    @Test
    void scoreIsReconstructionPlusBetaKl() {
        double beta = 0.7;
        INDArray x = examples();
        ComputationGraph graph = Networks.chain(
                DataType.DOUBLE,
                FEATURES,
                bottleneck(2).beta(new FixedSchedule(beta)).build(),
                output());
        INDArray labels = Values.pixels(6, DataType.DOUBLE, ROWS, 2);
        INDArray head = head(graph, x);
        long stream = Streams.at(Streams.derive(SEED, "layer0"), 0);
        double nll = 0;
        double kl = 0;
        for (int r = 0; r < ROWS; r++) {
            double[] epsilon = GaussianNoise.draw(Streams.at(Streams.at(stream, r), 0), 2);
            for (int j = 0; j < 2; j++) {
                double mean = head.getDouble(r, j);
                double variance = Math.exp(head.getDouble(r, 2 + j));
                double residual = labels.getDouble(r, j) - mean - Math.sqrt(variance) * epsilon[j];
                nll += residual * residual / (2 * SIGMA * SIGMA) + 0.5 * Math.log(2 * Math.PI * SIGMA * SIGMA);
                kl += kl(mean, variance);
            }
        }
        assertThat(graph.score(new DataSet(x, labels))).isCloseTo((nll + beta * kl) / ROWS, within(1e-12));
    }

    @Test
    void batchHoldsTheKlOfEachRowAndTheMeanOfEachDimension() {
        INDArray x = examples();
        ComputationGraph graph =
                Networks.chain(DataType.DOUBLE, FEATURES, bottleneck(2).build(), output());
        graph.score(new DataSet(x, Values.pixels(6, DataType.DOUBLE, ROWS, 2)));
        INDArray head = head(graph, x);
        double[] ofRows = new double[ROWS];
        double[] ofDimensions = new double[2];
        for (int r = 0; r < ROWS; r++) {
            for (int j = 0; j < 2; j++) {
                double kl = kl(head.getDouble(r, j), Math.exp(head.getDouble(r, 2 + j)));
                ofRows[r] += kl;
                ofDimensions[j] += kl / ROWS;
            }
        }
        LatentBatch batch = ((KlTerm) graph.getLayer(0)).batch();
        assertThat(batch.kl()).containsExactly(ofRows, within(1e-12));
        assertThat(batch.latents().get(0).klPerDimension()).containsExactly(ofDimensions, within(1e-12));
    }

    @Test
    void meanAtInferenceEmitsTheMeanInInferenceAndSamplesInTraining() {
        INDArray x = examples();
        ComputationGraph graph = Networks.chain(
                DataType.DOUBLE, FEATURES, bottleneck(2).meanAtInference().build(), output());
        INDArray head = head(graph, x);
        double[] inference = Values.of(graph.outputSingle(x));
        double[] training = Values.of(graph.output(true, x)[0]);
        for (int i = 0; i < inference.length; i++) {
            assertThat(inference[i]).as("μ %d", i).isCloseTo(head.getDouble(i % ROWS, i / ROWS), within(1e-13));
            assertThat(training[i]).as("sample %d", i).isNotCloseTo(inference[i], within(1e-6));
        }
    }

    @Test
    void gradientsWithMeanAtInferenceAreExact() {
        ComputationGraph graph = Networks.chain(
                DataType.DOUBLE, FEATURES, bottleneck(2).meanAtInference().build(), output());
        GradientCheck.assertGradients(graph, examples(), Values.pixels(6, DataType.DOUBLE, ROWS, 2));
    }

    private static MultiLayerNetwork classifier(DataType type, double beta, double l2) {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(type)
                .l2(l2)
                .updater(new Adam(0.02))
                .list(
                        Networks.dense(12, Nonlinearity.TANH),
                        bottleneck(2)
                                .beta(new FixedSchedule(beta))
                                .meanAtInference()
                                .build(),
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build())
                .setInputType(InputType.feedForward(2))
                .build());
        net.init();
        return net;
    }

    /** Points of two concentric rings, which no straight line separates. */
    private static DataSet rings(DataType type, int count) {
        // Multiples of the golden angle cover a circle evenly.
        double goldenAngle = 2.399963;
        INDArray noise = Values.normal(8, DataType.DOUBLE, count, 2, 0.1);
        INDArray x = Values.array(type, count, 2, i -> {
            int r = i % count;
            double angle = goldenAngle * r;
            double radius = r % 2 == 0 ? 0.5 : 1.5;
            return radius * (i < count ? Math.cos(angle) : Math.sin(angle)) + noise.getDouble(r, i / count);
        });
        return new DataSet(x, Values.array(type, count, 2, i -> i % count % 2 == i / count ? 1 : 0));
    }

    @Test
    void gradientsInFrontOfAClassifierAreExact() {
        DataSet data = rings(DataType.DOUBLE, 6);
        GradientCheck.assertGradients(classifier(DataType.DOUBLE, 0.4, 0), data.getFeatures(), data.getLabels());
    }

    private static MultiLayerNetwork trainedClassifier(DataSet data, double beta) {
        MultiLayerNetwork net = classifier(DataType.FLOAT, beta, 0);
        for (int step = 0; step < 150; step++) {
            net.fit(data);
        }
        return net;
    }

    private static double meanKl(MultiLayerNetwork net) {
        return Arrays.stream(((KlTerm) net.getLayer(1)).batch().kl()).average().orElseThrow();
    }

    @Test
    void informationBottleneckLearnsToClassify() {
        DataSet data = rings(DataType.FLOAT, 200);
        double accuracy = trainedClassifier(data, 1e-3)
                .evaluate(new ListDataSetIterator<>(List.of(data)))
                .accuracy();
        // Measured: all points of the rings are classified rightly; chance is 0.5.
        assertThat(accuracy).isGreaterThan(0.97);
    }

    /** Two classes take one bit, log 2 = 0.69 nats; β, however small, keeps the bottleneck from carrying much more. */
    @Test
    void informationBottleneckCarriesAtLeastOneBit() {
        assertThat(meanKl(trainedClassifier(rings(DataType.FLOAT, 200), 1e-3))).isBetween(0.69, 12.0);
    }

    @Test
    void largeBetaClosesTheBottleneck() {
        assertThat(meanKl(trainedClassifier(rings(DataType.FLOAT, 100), 50))).isLessThan(0.05);
    }

    /** L2 regularisation adds ½ λ ‖W‖² of each of the three weight matrices. */
    @Test
    void weightDecayIsAddedBesideTheKl() {
        double lambda = 0.1;
        DataSet data = rings(DataType.DOUBLE, 6);
        MultiLayerNetwork plain = classifier(DataType.DOUBLE, 1, 0);
        MultiLayerNetwork decayed = classifier(DataType.DOUBLE, 1, lambda);
        double squares = 0;
        for (int layer = 0; layer < 3; layer++) {
            squares +=
                    Math.pow(plain.getLayer(layer).getParam("W").norm2Number().doubleValue(), 2);
        }
        assertThat(decayed.score(data) - plain.score(data)).isCloseTo(lambda / 2 * squares, within(1e-12));
    }

    @Test
    void refusesWeightNoise() {
        KlBottleneckLayer layer = bottleneck(2).build();
        layer.setWeightNoise(new DropConnect(0.5));
        assertThatThrownBy(() -> Networks.chain(DataType.FLOAT, FEATURES, layer, output()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weight noise");
    }

    @Test
    void refusesAnActivationThatItWouldIgnore() {
        assertThatThrownBy(() -> bottleneck(2).activation(Activation.TANH).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found activation(tanh), expected none");
    }

    @Test
    void configurationsDifferByTheirFields() {
        KlBottleneckLayer layer = bottleneck(2).build();
        assertThat(layer)
                .isEqualTo(bottleneck(2).build())
                .hasSameHashCodeAs(bottleneck(2).build());
        assertThat(layer)
                .isNotEqualTo(bottleneck(3).build())
                .isNotEqualTo(bottleneck(2).noiseSeed(1).build())
                .isNotEqualTo(bottleneck(2).meanAtInference().build())
                .isNotEqualTo(bottleneck(2).beta(new FixedSchedule(1)).build());
    }
}
