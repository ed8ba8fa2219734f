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
 * A layer or vertex that only DL4J can run, with passes on matrices: rows are copied to arrays of the shapes that DL4J
 * expects, and results are copied back. Not safe for use by several threads at once.
 */
public final class ForeignVertex implements ModeDriven {

    private final String name;
    private final ForeignRun run;
    private final ForeignTraits traits;
    private final ForeignShapes shapes;
    private final ForeignNoise noise;
    private Mode mode = Mode.EVALUATION;

    /**
     * Wraps a vertex.
     *
     * @param name name of the vertex
     * @param run its passes
     * @param traits its properties
     * @param shapes the shapes of its inputs and output
     * @param noise its random numbers
     */
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

    /** Sets the noise of the next passes. */
    public void useNoise(NoisePosition position, int iteration) {
        noise.use(position, iteration);
    }

    /** Resets the noise to the default. */
    public void useOwnNoise() {
        noise.useEvaluation();
    }

    /** {@return the name of the vertex} */
    public String name() {
        return name;
    }

    /** {@return the shapes of inputs and output} */
    public ForeignShapes shapes() {
        return shapes;
    }

    /** {@return whether each row of the output depends on its own example alone} */
    public boolean perExample() {
        return traits.perExample();
    }

    /** Computes the output from the inputs, which are left as they are. */
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

    /** Runs the backward pass of the last forward pass; hands each wanted gradient to the target of its input. */
    public void backward(Matrix outputGradient, List<GradientTarget> targets) {
        INDArray gradient = shapes.output().array(outputGradient);
        int examples = shapes.examplesOfOutput(outputGradient.rows());
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

    /**
     * Refuses a layer whose backward pass would be that of training although its forward pass was in evaluation mode.
     */
    public void requireSlopeInEvaluation() {
        if (mode == Mode.EVALUATION && !traits.slopeInEvaluation()) {
            throw new IllegalArgumentException("vertex \"" + name + "\" (" + run.type() + "): found DL4J's batch"
                    + " normalisation or dropout where the decoder's gradient is wanted in evaluation, which DL4J computes"
                    + " in training only, expected a layer that has one: use this library's block of that kind");
        }
    }
}
