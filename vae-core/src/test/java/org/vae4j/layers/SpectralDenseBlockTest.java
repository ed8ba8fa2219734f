package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.Activation;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.SpectralDense;
import org.vae4j.network.init.OfNetwork;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

class SpectralDenseBlockTest extends LayerContract {

    private static SpectralDenseBlock block(int size, double norm, Nonlinearity f) {
        return new SpectralDenseBlock.Builder()
                .nOut(size)
                .norm(norm)
                .nonlinearity(f)
                .build();
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(1.0, 2.5)
                .map(norm -> new Case(
                        "norm " + norm,
                        type -> Networks.chain(
                                type,
                                FEATURES,
                                block(6, norm, Nonlinearity.TANH),
                                block(4, norm, Nonlinearity.SWISH),
                                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                                Networks.output())));
    }

    private static double largestSingularValue(INDArray weights) {
        return new SingularValueDecomposition(
                        new Array2DRowRealMatrix(weights.castTo(DataType.DOUBLE).toDoubleMatrix()))
                .getNorm();
    }

    /** Iterates until u has converged, so that σ equals the norm of a singular value decomposition. */
    @Test
    void outputIsThatOfWeightsDividedByTheirNorm() {
        double norm = 2.5;
        ComputationGraph graph = Networks.chain(
                DataType.DOUBLE,
                FEATURES,
                block(4, norm, Nonlinearity.IDENTITY),
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                Networks.output());
        for (int i = 0; i < 200; i++) {
            ((StepEnd) graph.getLayer("layer0")).endStep();
        }
        INDArray w = graph.getLayer("layer0").getParam("W");
        INDArray x = Values.normal(1, DataType.DOUBLE, 4, FEATURES, 1);
        INDArray expected = x.mmul(w)
                .mul(norm / largestSingularValue(w))
                .addRowVector(graph.getLayer("layer0").getParam("b"));
        assertThat(Values.of(graph.feedForward(x, false).get("layer0")))
                .containsExactly(Values.of(expected), within(1e-10));
    }

    private static LatentModel model(DataType type) {
        List<BlockSpec> blocks = List.of(new SpectralDense(8, 1.5, Activation.NETWORK, new OfNetwork()));
        Architecture network = new Architecture(
                new Shape.Features(FEATURES),
                blocks,
                2,
                new DecoderLayout.Listed(blocks),
                new Style(Nonlinearity.TANH));
        ModelSpec spec =
                new ModelSpec(network, LatentSpec.STANDARD, new BernoulliLikelihood(), ElboObjective.standard(), 1);
        return LatentModel.create(spec, FlushingAdam.withLearningRate(0.02), 3, type);
    }

    private static double[] trained(LatentModel model, int from, int to, int workers) {
        try (TrainingStep step = new TrainingStep(model, workers)) {
            for (int i = from; i < to; i++) {
                step.apply(Values.pixels(i, model.graph().params().dataType(), 7, FEATURES));
            }
        }
        return Values.of(model.graph().params());
    }

    /** One iteration per step suffices, as weights change slowly. */
    @Test
    void estimateOfTheNormFollowsTheWeightsInTraining() {
        LatentModel model = model(DataType.DOUBLE);
        trained(model, 0, 60, 1);
        INDArray w = model.graph().getLayer("decoder-1").getParam("W");
        INDArray u = model.graph().getLayer("decoder-1").getParam("u");
        double estimate = u.mmul(w).norm2Number().doubleValue();
        assertThat(estimate / largestSingularValue(w)).isBetween(0.99, 1 + 1e-12);
        assertThat(u.norm2Number().doubleValue()).isCloseTo(1, within(1e-12));
    }

    @Test
    void twoWorkersTrainLikeOne() {
        assertThat(trained(model(DataType.DOUBLE), 0, 5, 2))
                .containsExactly(trained(model(DataType.DOUBLE), 0, 5, 1), within(1e-12));
    }

    @Test
    void resumedTrainingHasTheSameBits(@TempDir Path folder) throws Exception {
        LatentModel model = model(DataType.FLOAT);
        trained(model, 0, 5, 1);
        model.save(folder.resolve("model.zip"));
        double[] expected = trained(model, 5, 9, 1);
        assertThat(trained(LatentModel.load(folder.resolve("model.zip")), 5, 9, 1))
                .containsExactly(expected);
    }

    @Test
    void outputOfZeroWeightsIsZero() {
        ComputationGraph graph =
                Networks.chain(DataType.DOUBLE, FEATURES, block(FEATURES, 1, Nonlinearity.IDENTITY), Networks.output());
        graph.params().assign(0);
        ((StepEnd) graph.getLayer("layer0")).endStep();
        double[] found = Values.of(graph.outputSingle(Values.pixels(1, DataType.DOUBLE, 2, FEATURES)));
        assertThat(Arrays.stream(found)).containsOnly(0.0);
    }

    @Test
    void refusesNormsThatAreNotPositive() {
        assertThatThrownBy(() -> block(3, 0, Nonlinearity.IDENTITY)).hasMessageContaining("found norm = 0.0");
        assertThatThrownBy(() -> new SpectralDense(3, Double.NaN, Activation.NETWORK, new OfNetwork()))
                .hasMessageContaining("norm: found NaN");
    }
}
