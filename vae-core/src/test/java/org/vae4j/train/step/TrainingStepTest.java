package org.vae4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.listeners.CollectScoresListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.GaussianSamplingLayer;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboTerms;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

class TrainingStepTest {

    private static final int FEATURES = 10;

    static Stream<IUpdater> updaters() {
        return Stream.of(
                FlushingAdam.withLearningRate(0.01),
                new FlushingAdam(new ExponentialSchedule(ScheduleType.ITERATION, 0.02, 0.8), 0.7, 0.9, 1e-6),
                new Adam(0.01),
                new Sgd(0.1),
                new Nesterovs(0.05, 0.9),
                new AMSGrad(0.01),
                new RmsProp(0.01));
    }

    private static LatentModel model(IUpdater updater) {
        return LatentModel.create(
                new ModelSpec(
                        FEATURES,
                        List.of(8),
                        3,
                        List.of(7),
                        Nonlinearity.TANH,
                        Bottleneck.GAUSSIAN,
                        new BernoulliLikelihood(),
                        new ElboObjective(new ExponentialSchedule(ScheduleType.ITERATION, 0.5, 1.1))),
                updater,
                2);
    }

    private static INDArray batch(int step) {
        // The last batch of an epoch is shorter.
        return Values.pixels(step, DataType.FLOAT, step % 3 == 2 ? 5 : 8, FEATURES);
    }

    /**
     * DL4J's updaters give equal bits. FlushingAdam applies the gradient's scale in another place than DL4J, so that
     * its updates differ by rounding.
     */
    @ParameterizedTest
    @MethodSource("updaters")
    void stepsAgreeWithDl4jsFit(IUpdater updater) {
        LatentModel stepped = model(updater);
        ComputationGraph fitted = model(updater).graph();
        TrainingStep step = new TrainingStep(stepped);
        for (int i = 0; i < 7; i++) {
            INDArray x = batch(i);
            ElboTerms terms = step.apply(x);
            fitted.fit(new DataSet(x, x));
            assertThat(terms.examples()).isEqualTo(x.size(0));
            double tolerance = updater instanceof FlushingAdam ? 3e-6 : 0;
            Values.assertClose(
                    updater + " step " + i, Values.of(stepped.graph().params()), Values.of(fitted.params()), tolerance);
            assertThat(Math.abs(terms.objectiveNats() - fitted.score())).isLessThanOrEqualTo(100 * tolerance);
            assertThat(stepped.graph().score()).isEqualTo(terms.objectiveNats());
            assertThat(stepped.graph().getIterationCount()).isEqualTo(fitted.getIterationCount());
        }
        INDArray state = fitted.getUpdater().getStateViewArray();
        if (state != null) {
            Values.assertClose(
                    "state",
                    Values.of(stepped.graph().getUpdater().getStateViewArray().reshape(1, -1)),
                    Values.of(state.reshape(1, -1)),
                    updater instanceof FlushingAdam ? 1e-5 : 0);
        }
    }

    private static ComputationGraph graph(double l2, GradientNormalization clipping) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(FlushingAdam.withLearningRate(0.01))
                .l2(l2)
                .gradientNormalization(clipping)
                .gradientNormalizationThreshold(0.05)
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("posterior", Networks.dense(4, Nonlinearity.IDENTITY), "x")
                .addLayer("z", new GaussianSamplingLayer(3), "posterior")
                .addLayer("likelihood-parameters", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "z")
                .addVertex("joined", new ConcatVertex(), "likelihood-parameters", "posterior", "z")
                .addLayer(
                        "objective",
                        new VariationalOutputLayer(2, new BernoulliLikelihood(), ElboObjective.standard()),
                        "joined")
                .setOutputs("objective")
                .build());
        graph.init();
        return graph;
    }

    /** DL4J's own updater does these updates, so that they have equal bits. */
    @Test
    void weightDecayAndClippingOfDl4jAgreeWithDl4jsFit() {
        double[] plain = afterSteps(graph(0, GradientNormalization.None));
        for (ComputationGraph[] pair : new ComputationGraph[][] {
            {graph(0.3, GradientNormalization.None), graph(0.3, GradientNormalization.None)},
            {
                graph(0, GradientNormalization.ClipElementWiseAbsoluteValue),
                graph(0, GradientNormalization.ClipElementWiseAbsoluteValue)
            },
            {graph(0.3, GradientNormalization.ClipL2PerLayer), graph(0.3, GradientNormalization.ClipL2PerLayer)}
        }) {
            for (int i = 0; i < 5; i++) {
                pair[1].fit(new DataSet(batch(i), batch(i)));
            }
            double[] parameters = afterSteps(pair[0]);
            assertThat(parameters).isEqualTo(Values.of(pair[1].params()));
            assertThat(parameters).isNotEqualTo(plain);
            // DL4J sums the score in single precision.
            assertThat(pair[0].score()).isCloseTo(pair[1].score(), within(1e-5));
        }
    }

    private static double[] afterSteps(ComputationGraph graph) {
        TrainingStep step = new TrainingStep(LatentModel.of(graph));
        for (int i = 0; i < 5; i++) {
            step.apply(batch(i));
        }
        return Values.of(graph.params());
    }

    @Test
    void callsTheListenersOfDl4j() {
        LatentModel model = model(new Sgd(0.1));
        CollectScoresListener listener = new CollectScoresListener(1);
        model.graph().setListeners(listener);
        TrainingStep step = new TrainingStep(model);
        double first = step.apply(batch(0)).objectiveNats();
        double second = step.apply(batch(1)).objectiveNats();
        assertThat(listener.getListScore().toDoubleArray()).containsExactly(first, second);
        assertThat(listener.getListIteration().toIntArray()).containsExactly(0, 1);
    }

    @Test
    void termsAreThoseBeforeTheUpdate() {
        LatentModel model = model(FlushingAdam.withLearningRate(0.01));
        LatentModel same = model(FlushingAdam.withLearningRate(0.01));
        ElboTerms before = same.compiled().gradient(batch(0));
        assertThat(new TrainingStep(model).apply(batch(0))).isEqualTo(before);
    }
}
