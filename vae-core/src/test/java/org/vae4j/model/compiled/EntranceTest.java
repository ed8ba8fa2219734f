package org.vae4j.model.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.compiled.EnteredPasses.Entrance;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.LatentBatch;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/** Passes that start from given activations of several vertices. */
class EntranceTest {

    private static final int FEATURES = 6;
    private static final NoisePosition NOISE = NoisePosition.evaluation(7).fromExample(3);

    private static LatentModel model(int condition, int draws) {
        Architecture architecture = new Architecture(
                new Shape.Features(FEATURES),
                Dense.layers(List.of(7)),
                2,
                new DecoderLayout.Listed(Dense.layers(List.of(4))),
                new Style(Nonlinearity.TANH));
        ModelSpec spec = new ModelSpec(
                condition == 0 ? architecture : architecture.conditionedOn(condition),
                LatentSpec.STANDARD,
                new BernoulliLikelihood(),
                ElboObjective.standard(),
                draws);
        return LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE);
    }

    private static INDArray output(LatentModel model, INDArray x, String vertex) {
        return model.compiled().output(x, vertex, NOISE).array().dup('f');
    }

    @Test
    void passFromThePosteriorAndTheConditionEqualsThePassFromTheData() {
        LatentModel model = model(3, 1);
        INDArray x = Values.pixels(3, DataType.DOUBLE, 5, FEATURES + 3);
        model.elbo(x, NOISE);
        double[] negLogLikelihood = model.lastBatch().negLogLikelihood().clone();
        double[] z = model.lastBatch().latents().get(0).z().values().clone();
        LatentBatch batch = model.compiled()
                .observe(
                        x,
                        List.of(
                                new Entrance("posterior", output(model, x, "posterior")),
                                new Entrance("condition", output(model, x, "condition"))),
                        NOISE);
        assertThat(batch.latents().get(0).z().values()).isEqualTo(z);
        // To rounding: values alone are computed by other kernels than values with their gradient.
        assertThat(Arrays.copyOf(batch.negLogLikelihood(), negLogLikelihood.length))
                .containsExactly(negLogLikelihood, within(1e-12));
    }

    /** Row s · examples + i is draw s of example i. */
    @Test
    void repeatedRowsAreFurtherDrawsOfTheirExamples() {
        LatentModel one = model(0, 1);
        LatentModel three = model(0, 3);
        three.graph().setParams(one.graph().params());
        INDArray x = Values.pixels(3, DataType.DOUBLE, 5, FEATURES);
        three.elbo(x, NOISE);
        double[] z = three.lastBatch().latents().get(0).z().values().clone();
        INDArray rows = Nd4j.tile(output(one, x, "posterior"), 3, 1).dup('f');
        LatentBatch batch = one.compiled().observe(x, List.of(new Entrance("posterior", rows)), NOISE);
        assertThat(batch.draws()).isEqualTo(3);
        assertThat(batch.latents().get(0).z().values()).isEqualTo(z);
    }

    @Test
    void refusesAPassThatAlsoNeedsTheCondition() {
        LatentModel model = model(3, 1);
        INDArray x = Values.pixels(3, DataType.DOUBLE, 5, FEATURES + 3);
        INDArray posterior = output(model, x, "posterior");
        assertThatThrownBy(() -> model.compiled().observe(x, List.of(new Entrance("posterior", posterior)), NOISE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs \"condition\", expected that it follows from \"posterior\" alone");
    }

    @Test
    void refusesATargetThatDoesNotDependOnTheGivenActivations() {
        LatentModel model = model(3, 1);
        INDArray posterior = output(model, Values.pixels(3, DataType.DOUBLE, 5, FEATURES + 3), "posterior");
        assertThatThrownBy(() -> model.compiled()
                        .output(
                                List.of(
                                        new Entrance("posterior", posterior),
                                        new Entrance("z", Nd4j.zeros(DataType.DOUBLE, 5, 2))),
                                "encoder-1",
                                NOISE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"encoder-1\" does not depend on \"posterior\" and \"z\"");
    }

    @Test
    void refusesActivationsOfAnotherWidth() {
        LatentModel model = model(0, 1);
        INDArray x = Values.pixels(3, DataType.DOUBLE, 5, FEATURES);
        assertThatThrownBy(() -> model.compiled()
                        .observe(x, List.of(new Entrance("posterior", Nd4j.zeros(DataType.DOUBLE, 5, 9))), NOISE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 9 columns for \"posterior\", expected 4");
    }
}
