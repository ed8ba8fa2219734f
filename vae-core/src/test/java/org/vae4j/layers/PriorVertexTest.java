package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.LatentPart.PriorSite;
import org.vae4j.latent.Prior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class PriorVertexTest extends LayerContract {

    private static final int LATENT = 2;

    /** N(m, I), whose one row of parameters is the mean m. */
    public record ShiftedNormal() implements Prior {
        @Override
        public String name() {
            return "shifted_normal";
        }

        @Override
        public Parameters parameters(int latent) {
            return new Parameters(1, latent);
        }

        @Override
        public void addLogDensity(Columns z, Columns mean, double[] logDensity) {
            for (int i = 0; i < z.values().length; i++) {
                double distance = z.values()[i] - mean.values()[mean.at(0, i / z.rows())];
                logDensity[i % z.rows()] -= 0.5 * (distance * distance + Math.log(2 * Math.PI));
            }
        }

        @Override
        public void addLogDensityGradient(Columns z, Columns mean, double[] weights) {
            for (int i = 0; i < z.values().length; i++) {
                int j = i / z.rows();
                double weightedDistance = weights[i % z.rows()] * (z.values()[i] - mean.values()[mean.at(0, j)]);
                z.gradient()[i] -= weightedDistance;
                mean.gradient()[mean.at(0, j)] += weightedDistance;
            }
        }

        @Override
        public void sample(Columns mean, long seed, Columns z) {
            new StandardNormalPrior().sample(new Columns(0, 0), seed, z);
        }
    }

    private static LatentPart part(Prior prior, PriorSite site) {
        return new LatentPart("z", LATENT, new DiagonalGaussianPosterior(), prior, LatentPart.Transformed.NO, site);
    }

    private static ComputationGraphConfiguration.GraphBuilder autoencoder(DataType type) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(type)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("posterior", Networks.dense(2 * LATENT, Nonlinearity.IDENTITY), "x")
                .addLayer("z", new GaussianSamplingLayer(7), "posterior")
                .addLayer("parameters", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "z");
    }

    /** Adds the output layer, which reads the named vertices. */
    private static ComputationGraph withOutput(
            ComputationGraphConfiguration.GraphBuilder graph, LatentPart part, String... joined) {
        ComputationGraph network = new ComputationGraph(graph.addVertex("joined", new ConcatVertex(), joined)
                .addLayer(
                        "out",
                        new VariationalOutputLayer(
                                List.of(part),
                                new GaussianLikelihood(1),
                                ComposedObjective.of(new ImportanceWeightedReducer())),
                        "joined")
                .setOutputs("out")
                .build());
        network.init();
        network.setParams(Values.normal(4, network.params().dataType(), 1, Math.toIntExact(network.numParams()), 0.4));
        return network;
    }

    private static ComputationGraph withStandardPrior(DataType type) {
        return withOutput(
                autoencoder(type).addVertex("prior", new PriorVertex(new StandardNormalPrior()), "z"),
                part(new StandardNormalPrior(), PriorSite.VERTEX),
                "parameters",
                "posterior",
                "z",
                "prior");
    }

    /** The prior's mean is learned: one row of parameters for all rows of z, with a gradient. */
    private static ComputationGraph withLearnedMean(DataType type) {
        return withOutput(
                autoencoder(type)
                        .addLayer(
                                "mean",
                                new SharedParameterLayer.Builder().nOut(LATENT).build(),
                                "x")
                        .addVertex("prior", new PriorVertex(new ShiftedNormal()), "z", "mean"),
                part(new ShiftedNormal(), PriorSite.VERTEX),
                "parameters",
                "posterior",
                "z",
                "prior");
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(
                new Case("without parameters", PriorVertexTest::withStandardPrior),
                new Case("with learned parameters", PriorVertexTest::withLearnedMean));
    }

    @Test
    void objectiveAndGradientEqualThoseOfAPriorInTheObjective() {
        ComputationGraph priorInVertex = withStandardPrior(DataType.DOUBLE);
        ComputationGraph priorInObjective = withOutput(
                autoencoder(DataType.DOUBLE),
                part(new StandardNormalPrior(), PriorSite.OBJECTIVE),
                "parameters",
                "posterior",
                "z");
        INDArray x = Values.pixels(2, DataType.DOUBLE, 5, FEATURES);
        double expected = CompiledGraph.of(priorInObjective).gradient(x).objectiveNats();
        assertThat(CompiledGraph.of(priorInVertex).gradient(x).objectiveNats()).isCloseTo(expected, within(1e-12));
        assertThat(Values.of(priorInVertex.getFlattenedGradients().reshape(1, -1)))
                .containsExactly(
                        Values.of(priorInObjective.getFlattenedGradients().reshape(1, -1)), within(1e-12));
    }

    @Test
    void refusesAPriorWhoseParametersAreMissing() {
        ComputationGraph graph = withOutput(
                autoencoder(DataType.DOUBLE).addVertex("prior", new PriorVertex(new ShiftedNormal()), "z"),
                part(new ShiftedNormal(), PriorSite.VERTEX),
                "parameters",
                "posterior",
                "z",
                "prior");
        assertThatThrownBy(() -> CompiledGraph.of(graph).gradient(Values.pixels(2, DataType.DOUBLE, 5, FEATURES)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected z and the parameters of the prior shifted_normal");
    }
}
