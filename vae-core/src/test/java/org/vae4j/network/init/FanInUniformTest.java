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

    private static List<Layer> layersWithWeights(LatentModel model) {
        return Arrays.stream(model.graph().getLayers())
                .filter(layer -> layer.paramTable().containsKey("W"))
                .toList();
    }

    /** 1/√n for a layer of n inputs. */
    private static double limit(Layer layer) {
        return 1 / Math.sqrt(layer.getParam("W").size(0));
    }

    @Test
    void modelHasFourLayersWithWeights() {
        assertThat(layersWithWeights(model(5))).hasSize(4);
    }

    /** A uniform distribution on ±a has the variance a²/3, which a thousand draws or more show to a tenth. */
    @Test
    void weightsAreUniformWithinTheLimit() {
        for (Layer layer : layersWithWeights(model(5))) {
            double limit = limit(layer);
            double[] weights = Values.of(layer.getParam("W"));
            assertThat(Arrays.stream(weights)).allMatch(w -> Math.abs(w) <= limit);
            double meanSquare = Arrays.stream(weights).map(w -> w * w).average().orElseThrow();
            assertThat(meanSquare)
                    .as("mean square of layer %d", layer.getIndex())
                    .isCloseTo(limit * limit / 3, within(limit * limit / 30));
        }
    }

    @Test
    void biasesAreDrawnWithinTheLimit() {
        for (Layer layer : layersWithWeights(model(5))) {
            double limit = limit(layer);
            double[] biases = Values.of(layer.getParam("b"));
            assertThat(Arrays.stream(biases)).allMatch(b -> Math.abs(b) <= limit && b != 0);
            assertThat(Arrays.stream(biases).max().orElseThrow())
                    .as("largest of layer %d", layer.getIndex())
                    .isGreaterThan(limit / 2);
            assertThat(Arrays.stream(biases).min().orElseThrow())
                    .as("smallest of layer %d", layer.getIndex())
                    .isLessThan(-limit / 2);
        }
    }

    @Test
    void drawsFollowFromTheSeed() {
        double[] first = Values.of(model(5).graph().params());
        assertThat(Values.of(model(5).graph().params())).isEqualTo(first);
        assertThat(Values.of(model(6).graph().params())).isNotEqualTo(first);
    }
}
