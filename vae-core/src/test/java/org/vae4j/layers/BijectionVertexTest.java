package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.bijection.Affine;
import org.vae4j.latent.bijection.Bijection;
import org.vae4j.latent.bijection.PlanarFlow;
import org.vae4j.latent.bijection.Scale;
import org.vae4j.latent.bijection.sylvester.Orthonormal;
import org.vae4j.latent.bijection.sylvester.SylvesterFlow;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class BijectionVertexTest extends LayerContract {

    private static final int LATENT = 2;

    /** An autoencoder with the vertex behind its draw; the given layer puts out the vertex's parameters. */
    private static Function<DataType, ComputationGraph> network(Bijection bijection, Layer parameters) {
        return type -> {
            ComputationGraphConfiguration.GraphBuilder graph = new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .dataType(type)
                    .updater(new Sgd(0.1))
                    .graphBuilder()
                    .addInputs("x")
                    .setInputTypes(InputType.feedForward(FEATURES))
                    .addLayer("posterior", Networks.dense(2 * LATENT, Nonlinearity.IDENTITY), "x")
                    .addLayer("base", new GaussianSamplingLayer(7), "posterior")
                    .addLayer("transform-parameters", parameters, "x")
                    .addVertex("transform", new BijectionVertex(bijection), "base", "transform-parameters")
                    .addVertex("z", new ColumnsVertex(0, LATENT), "transform")
                    .addVertex("log-determinant", new ColumnsVertex(LATENT, LATENT + 1), "transform")
                    .addLayer("parameters", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "z")
                    .addVertex("joined", new ConcatVertex(), "parameters", "posterior", "z", "base", "log-determinant")
                    .addLayer("out", output(), "joined")
                    .setOutputs("out");
            ComputationGraph result = new ComputationGraph(graph.build());
            result.init();
            result.setParams(Values.normal(4, type, 1, Math.toIntExact(result.numParams()), 0.4));
            return result;
        };
    }

    private static VariationalOutputLayer output() {
        LatentPart part = new LatentPart(
                "z",
                LATENT,
                new DiagonalGaussianPosterior(),
                new StandardNormalPrior(),
                LatentPart.Transformed.YES,
                LatentPart.PriorSite.OBJECTIVE);
        return new VariationalOutputLayer(
                List.of(part), new GaussianLikelihood(1), ComposedObjective.of(new ImportanceWeightedReducer()));
    }

    private static Function<DataType, ComputationGraph> withParametersPerRow(Bijection bijection) {
        return network(bijection, Networks.dense(bijection.parameterCount(LATENT), Nonlinearity.IDENTITY));
    }

    private static Function<DataType, ComputationGraph> withSharedParameters(Bijection bijection) {
        return network(
                bijection,
                new ParameterRowsLayer.Builder()
                        .rows(1)
                        .nOut(bijection.parameterCount(LATENT))
                        .build());
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(
                new Case("planar", withParametersPerRow(new PlanarFlow(2))),
                new Case("planar, one row of parameters", withSharedParameters(new PlanarFlow(2))),
                new Case("sylvester", withParametersPerRow(new SylvesterFlow(1, Orthonormal.TRIANGULAR, 1))),
                new Case("affine", withParametersPerRow(new Affine(Scale.GATE, 1, 1))));
    }

    @Test
    void refusesParametersOfAnotherFunction() {
        assertThatThrownBy(() -> network(new PlanarFlow(2), Networks.dense(7, Nonlinearity.IDENTITY))
                        .apply(DataType.DOUBLE))
                .hasStackTraceContaining("found 7 parameters of PlanarFlow[length=2], expected 10 for 2 dimensions");
    }

    private static final PlanarFlow PLANAR = new PlanarFlow(1);
    private static final int PARAMETERS = PLANAR.parameterCount(LATENT);
    private static final List<Matrix> INPUTS = List.of(normal(3, LATENT, 1), normal(3, PARAMETERS, 2));

    /** Inputs of a pass between a forward pass and its backward pass. */
    static Stream<Arguments> inputsOfAPassBetween() {
        return Stream.of(
                Arguments.of("another z", List.of(normal(3, LATENT, 3), INPUTS.get(1))),
                Arguments.of("other parameters", List.of(INPUTS.get(0), normal(3, PARAMETERS, 3))),
                Arguments.of("shared parameters", List.of(INPUTS.get(0), normal(1, PARAMETERS, 3))),
                Arguments.of("fewer rows", List.of(normal(2, LATENT, 1), normal(2, PARAMETERS, 2))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputsOfAPassBetween")
    void gradientsDoNotDependOnAPassBetween(String name, List<Matrix> others) {
        List<double[]> expected = gradients(vertexAfterForwardPass(), INPUTS);
        BijectionVertexImpl vertex = vertexAfterForwardPass();
        forward(vertex, others);
        List<double[]> found = gradients(vertex, INPUTS);
        assertThat(found.get(0)).as("z").isEqualTo(expected.get(0));
        assertThat(found.get(1)).as("parameters").isEqualTo(expected.get(1));
    }

    private static Matrix normal(int rows, int columns, long seed) {
        return Matrix.of(Values.normal(seed, DataType.DOUBLE, rows, columns, 1));
    }

    private static BijectionVertexImpl vertexAfterForwardPass() {
        BijectionVertexImpl vertex = new BijectionVertexImpl(null, "v", 0, DataType.DOUBLE, PLANAR);
        forward(vertex, INPUTS);
        return vertex;
    }

    private static void forward(BijectionVertexImpl vertex, List<Matrix> inputs) {
        vertex.forward(inputs, Matrix.allocate(DataType.DOUBLE, inputs.get(0).rows(), LATENT + 1));
    }

    private static List<double[]> gradients(BijectionVertexImpl vertex, List<Matrix> inputs) {
        Matrix output = Matrix.allocate(DataType.DOUBLE, inputs.get(0).rows(), LATENT + 1);
        List<Matrix> gradients = inputs.stream()
                .map(input -> Matrix.allocate(DataType.DOUBLE, input.rows(), input.columns()))
                .toList();
        vertex.backward(
                inputs,
                output,
                normal(output.rows(), output.columns(), 4),
                gradients.stream().map(GradientTarget::overwrite).toList());
        return gradients.stream().map(Kernels.of(DataType.DOUBLE)::values).toList();
    }
}
