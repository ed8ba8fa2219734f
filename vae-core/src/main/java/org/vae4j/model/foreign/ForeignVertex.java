package org.vae4j.model.foreign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.GradientTarget;
import org.vae4j.layers.Mode;
import org.vae4j.layers.ModeDriven;
import org.vae4j.layers.NoisePosition;

/**
 * A layer or vertex that only DL4J can run, between matrices of rows: its arrays are copied in and out, in the shapes
 * that it wants and gives.
 */
public final class ForeignVertex implements ModeDriven {

    private final String name;
    private final ForeignRun run;
    private final ForeignTraits traits;
    private final ForeignShapes shapes;
    private final ForeignNoise noise;
    private Mode mode = Mode.EVALUATION;

    public ForeignVertex(String name, ForeignRun run, ForeignTraits traits, ForeignShapes shapes, ForeignNoise noise) {
        this.name = name;
        this.run = run;
        this.traits = traits;
        this.shapes = shapes;
        this.noise = noise;
    }

    @Override
    public void use(Mode newMode) {
        mode = newMode;
    }

    public void useNoise(NoisePosition position, int iteration) {
        noise.use(position, iteration);
    }

    public void useOwnNoise() {
        noise.useEvaluation();
    }

    public String name() {
        return name;
    }

    public ForeignShapes shapes() {
        return shapes;
    }

    public boolean perExample() {
        return traits.perExample();
    }

    public void forward(List<Matrix> inputs, Matrix output) {
        List<INDArray> arrays = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            arrays.add(shapes.inputs().get(i).array(inputs.get(i)));
        }
        int examples = shapes.examples(inputs.get(0).rows());
        INDArray result = noise.draw(() -> run.forward(arrays, examples, mode));
        if (!Arrays.equals(result.shape(), shapes.output().ofBatch(output.rows()))) {
            throw new IllegalStateException("vertex \"" + name + "\" (" + run.type() + "): found an output of shape "
                    + Arrays.toString(result.shape()) + ", expected "
                    + Arrays.toString(shapes.output().ofBatch(output.rows()))
                    + " as in the network's first pass: one shape per example is needed");
        }
        Kernels.of(output.type()).copy(shapes.output().matrix(result.castTo(output.type())), output);
    }

    public void backward(Matrix outputGradient, List<GradientTarget> targets) {
        INDArray gradient = shapes.output().array(outputGradient);
        int examples = shapes.examplesBehind(outputGradient.rows());
        List<INDArray> gradients = noise.draw(() -> run.backward(gradient, examples));
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).isWanted()) {
                hand(i, i < gradients.size() ? gradients.get(i) : null, targets.get(i), outputGradient);
            }
        }
    }

    private void hand(int input, INDArray gradient, GradientTarget target, Matrix like) {
        if (gradient == null) {
            throw new IllegalStateException(
                    "vertex \"" + name + "\" (" + run.type() + "): found no gradient with respect"
                            + " to its input, expected one: vertices before it have parameters to learn");
        }
        target.receive(Kernels.of(like.type()), shapes.inputs().get(input).matrix(gradient.castTo(like.type())));
    }

    /** Refuses where a backward pass would be that of training, though the forward pass was not. */
    public void requireSlopeInEvaluation() {
        if (mode == Mode.EVALUATION && !traits.slopeInEvaluation()) {
            throw new IllegalArgumentException("vertex \"" + name + "\" (" + run.type() + "): found DL4J's batch"
                    + " normalisation or dropout where the decoder's gradient is wanted in evaluation, which DL4J computes"
                    + " in training only, expected a layer that has one: use this library's block of that kind");
        }
    }
}
