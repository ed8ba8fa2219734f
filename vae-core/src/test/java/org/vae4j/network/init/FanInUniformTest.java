package org.vae4j.network.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.junit.jupiter.api.Test;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

class FanInUniformTest {

    private static LatentModel model(long seed) {
        ModelSpec spec = new ModelSpec(
                100,
                List.of(60),
                25,
                List.of(40),
                Nonlinearity.RELU,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                ElboObjective.standard());
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 1);
        model.drawByFanIn(seed);
        return model;
    }

    /** A uniform distribution on ±a has the variance a²/3; with a thousand values or more it shows to a tenth. */
    @Test
    void drawsWeightsAndBiasesWithinTheRootOfTheInputs() {
        int layers = 0;
        for (Layer layer : model(5).graph().getLayers()) {
            if (layer.paramTable().containsKey("W")) {
                layers++;
                double limit = 1 / Math.sqrt(layer.getParam("W").size(0));
                double[] weights = Values.of(layer.getParam("W"));
                assertThat(Arrays.stream(weights)).allMatch(w -> Math.abs(w) <= limit);
                double variance =
                        Arrays.stream(weights).map(w -> w * w).average().orElseThrow();
                assertThat(variance).isCloseTo(limit * limit / 3, within(limit * limit / 30));
                double[] biases = Values.of(layer.getParam("b"));
                assertThat(Arrays.stream(biases)).allMatch(b -> Math.abs(b) <= limit && b != 0);
                assertThat(Arrays.stream(biases).max().orElseThrow()).isGreaterThan(limit / 2);
                assertThat(Arrays.stream(biases).min().orElseThrow()).isLessThan(-limit / 2);
            }
        }
        assertThat(layers).isEqualTo(4);
    }

    @Test
    void isAFunctionOfTheSeed() {
        double[] first = Values.of(model(5).graph().params());
        assertThat(Values.of(model(5).graph().params())).isEqualTo(first);
        assertThat(Values.of(model(6).graph().params())).isNotEqualTo(first);
    }
}
