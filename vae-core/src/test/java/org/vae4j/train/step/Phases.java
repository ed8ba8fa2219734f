package org.vae4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.Values;
import org.vae4j.train.Callback;
import org.vae4j.train.FirstSteps;
import org.vae4j.train.StartingPoint;
import org.vae4j.train.StepReport;
import org.vae4j.train.TrainConfig;
import org.vae4j.train.TrainResult;
import org.vae4j.train.Trainer;

/** Assertions for tests of trainings in phases: parameters and gradients per layer, and interrupted trainings. */
final class Phases {

    private static final double STEP = 1e-5;

    private Phases() {}

    static String name(Layer layer) {
        return layer.conf().getLayer().getLayerName();
    }

    static boolean belongsToDiscriminator(String layer) {
        return layer.startsWith("auxiliary-");
    }

    /** The layers' parameters by name. */
    static Map<String, double[]> parameters(LatentModel model) {
        Map<String, double[]> arrays = new TreeMap<>();
        for (Layer layer : model.graph().getLayers()) {
            if (layer.numParams() > 0) {
                arrays.put(name(layer), Values.of(layer.params().reshape(1, -1)));
            }
        }
        return arrays;
    }

    /** The layers' gradients by name. */
    static Map<String, double[]> gradients(LatentModel model) {
        Map<String, double[]> arrays = new TreeMap<>();
        for (Layer layer : model.graph().getLayers()) {
            if (layer.numParams() > 0) {
                arrays.put(name(layer), Values.of(layer.getGradientsViewArray().reshape(1, -1)));
            }
        }
        return arrays;
    }

    /** The names of the layers whose parameters differ. */
    static Set<String> moved(Map<String, double[]> before, Map<String, double[]> after) {
        Set<String> moved = new HashSet<>();
        before.forEach((layer, values) -> {
            if (!Arrays.equals(values, after.get(layer))) {
                moved.add(layer);
            }
        });
        return moved;
    }

    /**
     * Compares the gradient of a layer with central differences of a loss.
     *
     * @param gradient the gradient, a sum over the examples
     * @param examples number of examples, over which the loss is a mean
     */
    static void assertSlopes(Layer layer, double[] gradient, double examples, DoubleSupplier loss) {
        INDArray parameters = layer.params();
        for (int i = 0; i < gradient.length; i++) {
            double here = parameters.getDouble(i);
            parameters.putScalar(i, here + STEP);
            double above = loss.getAsDouble();
            parameters.putScalar(i, here - STEP);
            double below = loss.getAsDouble();
            parameters.putScalar(i, here);
            double slope = examples * (above - below) / (2 * STEP);
            assertThat(gradient[i]).as(name(layer) + " " + i).isCloseTo(slope, within(2e-6));
        }
    }

    /** Checks that a model has the parameters of another one, which has fewer layers. */
    static void assertHasParametersOf(LatentModel fewer, LatentModel model) {
        Map<String, double[]> found = parameters(model);
        parameters(fewer)
                .forEach((layer, values) ->
                        assertThat(found.get(layer)).as(layer).isEqualTo(values));
    }

    /**
     * Trains two equal models, one without interruption, the other with a file after some steps, and checks that their
     * parameters and the terms of their last epochs are equal.
     *
     * @param create creates the model
     * @param data the batches of an epoch
     * @param steps number of steps after which the second training is saved and resumed; not at the end of an epoch
     * @param epochs number of epochs of both trainings
     * @param folder the folder of the file
     * @return the result of the resumed training
     */
    static Resumed resumed(Supplier<LatentModel> create, List<INDArray> data, int steps, int epochs, Path folder)
            throws IOException {
        LatentModel whole = create.get();
        ElboTerms end = new Trainer(TrainConfig.epochs(epochs), List.of())
                .fit(whole, new BatchList(data))
                .lastEpoch();
        LatentModel half = create.get();
        int[] done = {0};
        Callback counting = new Callback() {
            @Override
            public void onStep(LatentModel model, StepReport report) {
                done[0]++;
            }
        };
        TrainResult stopped = new Trainer(TrainConfig.epochs(epochs), List.of(counting), () -> done[0] == steps)
                .fit(half, new BatchList(data));
        assertThat(stopped.progress().iteration()).isEqualTo(steps);
        half.save(folder.resolve("half.zip"));
        LatentModel loaded = LatentModel.load(folder.resolve("half.zip"));
        StartingPoint from = new StartingPoint(stopped.progress(), stopped.lastEpoch(), FirstSteps.NONE);
        ElboTerms resumed = new Trainer(TrainConfig.epochs(epochs), List.of())
                .fit(loaded, new BatchList(data).at(stopped.progress().batch()), from)
                .lastEpoch();
        assertThat(Values.of(loaded.graph().params()))
                .isEqualTo(Values.of(whole.graph().params()));
        assertThat(resumed).isEqualTo(end);
        return new Resumed(loaded, end);
    }

    /** A model whose training was resumed, and the terms of its last epoch. */
    record Resumed(LatentModel model, ElboTerms end) {}
}
