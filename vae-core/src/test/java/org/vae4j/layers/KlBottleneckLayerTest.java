package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
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

    private static KlBottleneckLayer.Builder bottleneck(int latent) {
        return new KlBottleneckLayer.Builder().nOut(latent).noiseSeed(SEED);
    }

    private static VariationalOutputLayer output() {
        return new VariationalOutputLayer(0, new GaussianLikelihood(0.8), ElboObjective.standard());
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

    /** It has a loss of its own. */
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

    /** The same weights in the two ways to write the same variational autoencoder. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.3})
    void makesTheSameVariationalAutoencoderAsTheOutputLayer(double beta) {
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
        // Both lay out encoder, posterior head, decoder, likelihood parameters in this order, W before b.
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

    /** KL by its formula; the score of a network that reconstructs nothing else than the noise, less its KL. */
    @Test
    void addsTheClosedFormToTheScore() {
        INDArray x = Values.normal(5, DataType.DOUBLE, 3, FEATURES, 1);
        ComputationGraph graph = Networks.chain(
                DataType.DOUBLE,
                FEATURES,
                bottleneck(2).beta(new FixedSchedule(0.7)).build(),
                output());
        INDArray labels = Values.pixels(6, DataType.DOUBLE, 3, 2);
        double score = graph.score(new DataSet(x, labels));
        INDArray w = graph.getLayer(0).getParam("W");
        INDArray b = graph.getLayer(0).getParam("b");
        INDArray head = x.mmul(w).addiRowVector(b);
        long stream = Streams.at(Streams.derive(SEED, "layer0"), 0);
        double nll = 0;
        double kl = 0;
        for (int r = 0; r < 3; r++) {
            for (int j = 0; j < 2; j++) {
                double mean = head.getDouble(r, j);
                double variance = Math.exp(head.getDouble(r, 2 + j));
                double z = mean + Math.sqrt(variance) * GaussianNoise.draw(Streams.at(Streams.at(stream, r), 0), 2)[j];
                double residual = labels.getDouble(r, j) - z;
                nll += residual * residual / (2 * 0.64) + 0.5 * Math.log(2 * Math.PI * 0.64);
                kl += 0.5 * (mean * mean + variance - Math.log(variance) - 1);
            }
        }
        assertThat(score).isCloseTo((nll + 0.7 * kl) / 3, within(1e-12));
        LatentBatch batch = ((KlTerm) graph.getLayer(0)).batch();
        assertThat(batch.kl()[0] + batch.kl()[1] + batch.kl()[2]).isCloseTo(kl, within(1e-12));
        double[] perDimension = batch.latents().get(0).klPerDimension();
        assertThat((perDimension[0] + perDimension[1]) * 3).isCloseTo(kl, within(1e-12));
    }

    @Test
    void inferenceEmitsTheMeanWhenTold() {
        INDArray x = Values.normal(5, DataType.DOUBLE, 3, FEATURES, 1);
        ComputationGraph graph = Networks.chain(
                DataType.DOUBLE, FEATURES, bottleneck(2).meanAtInference().build(), output());
        INDArray head = x.mmul(graph.getLayer(0).getParam("W"))
                .addiRowVector(graph.getLayer(0).getParam("b"));
        double[] z = Values.of(graph.outputSingle(x));
        double[] sampled = Values.of(graph.output(true, x)[0]);
        for (int i = 0; i < 6; i++) {
            assertThat(z[i]).isCloseTo(head.getDouble(i % 3, i / 3), within(1e-13));
            assertThat(sampled[i]).isNotCloseTo(z[i], within(1e-6));
        }
        INDArray y = Values.pixels(6, DataType.DOUBLE, 3, 2);
        GradientCheck.assertGradients(graph, x, y);
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

    /** Two rings, one around the other: no straight line parts them. */
    private static DataSet rings(DataType type, int count) {
        INDArray noise = Values.normal(8, DataType.DOUBLE, count, 2, 0.1);
        INDArray x = Values.array(type, count, 2, i -> {
            int r = i % count;
            double angle = 2.399963 * r;
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

    @Test
    void aVariationalInformationBottleneckLearnsToClassify() {
        DataSet data = rings(DataType.FLOAT, 200);
        MultiLayerNetwork net = classifier(DataType.FLOAT, 1e-3, 0);
        double before = net.score(data);
        for (int step = 0; step < 150; step++) {
            net.fit(data);
        }
        assertThat(before).isGreaterThan(0.5);
        // Measured: cross-entropy below 0.05 and every ring point right; chance is 0.5.
        assertThat(net.evaluate(new org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator<>(List.of(data)))
                        .accuracy())
                .isGreaterThan(0.97);
        double[] kl = ((KlTerm) net.getLayer(1)).batch().kl();
        // The bottleneck carries a bit, log 2 = 0.69 nats, at the least, and the price on it keeps it from carrying
        // much.
        assertThat(java.util.Arrays.stream(kl).average().orElseThrow()).isBetween(0.69, 12.0);
    }

    @Test
    void aHighPriceOnInformationClosesTheBottleneck() {
        DataSet data = rings(DataType.FLOAT, 100);
        MultiLayerNetwork net = classifier(DataType.FLOAT, 50, 0);
        for (int step = 0; step < 150; step++) {
            net.fit(data);
        }
        double[] kl = ((KlTerm) net.getLayer(1)).batch().kl();
        assertThat(java.util.Arrays.stream(kl).average().orElseThrow()).isLessThan(0.05);
    }

    /** The penalty is added beside the KL: ½ λ ‖W‖² of the three weight matrices. */
    @Test
    void weightDecayIsAddedBesideTheKl() {
        DataSet data = rings(DataType.DOUBLE, 6);
        MultiLayerNetwork plain = classifier(DataType.DOUBLE, 1, 0);
        MultiLayerNetwork decayed = classifier(DataType.DOUBLE, 1, 0.1);
        double squares = 0;
        for (int layer = 0; layer < 3; layer++) {
            squares +=
                    Math.pow(plain.getLayer(layer).getParam("W").norm2Number().doubleValue(), 2);
        }
        assertThat(decayed.score(data) - plain.score(data)).isCloseTo(0.05 * squares, within(1e-12));
    }

    @Test
    void weightNoiseIsRefused() {
        KlBottleneckLayer layer = bottleneck(2).build();
        layer.setWeightNoise(new DropConnect(0.5));
        assertThatThrownBy(() -> Networks.chain(DataType.FLOAT, FEATURES, layer, output()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weight noise");
    }

    @Test
    void anActivationThatItWouldIgnoreIsRefused() {
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
