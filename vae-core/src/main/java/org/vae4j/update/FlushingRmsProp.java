package org.vae4j.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * RMSProp (Tieleman and Hinton 2012) in PyTorch's form: s = ρs + (1 - ρ)g², v = μv + g / (√s + ε), w = w - αv. The
 * centred variant (Graves 2013) keeps the mean ḡ = ρḡ + (1 - ρ)g too and divides by √(s - ḡ²) + ε, which estimates the
 * gradient's standard deviation.
 *
 * <p>ε stands outside the root; ND4J's {@code RmsProp} has it inside, and no momentum. State that has become too small
 * for a normal number is flushed to 0, since processors compute slowly with what lies below.
 *
 * @param learningRate α as a function of iteration or epoch
 * @param decay ρ in [0, 1)
 * @param momentum μ in [0, 1)
 * @param epsilon ε &gt; 0
 * @param centring whether the gradient is divided by its root mean square or by its standard deviation
 */
public record FlushingRmsProp(
        @JsonProperty("learningRate") ISchedule learningRate,
        @JsonProperty("decay") double decay,
        @JsonProperty("momentum") double momentum,
        @JsonProperty("epsilon") double epsilon,
        @JsonProperty("centring") Centring centring)
        implements Updater {

    /** What the gradient is divided by. */
    public enum Centring {
        /** The root of its mean square. */
        PLAIN,
        /** Its standard deviation. */
        CENTRED
    }

    public FlushingRmsProp {
        Objects.requireNonNull(learningRate, "learningRate");
        Objects.requireNonNull(centring, "centring");
        Settings.decay("decay", decay);
        Settings.decay("momentum", momentum);
        Settings.epsilon(epsilon);
    }

    /** The mean square s, called as saved files have it, then ḡ and v where there are; a step takes them by place. */
    @Override
    public List<String> stateNames() {
        List<String> names = new ArrayList<>(List.of("G"));
        if (centring == Centring.CENTRED) {
            names.add("mean");
        }
        if (momentum > 0) {
            names.add("velocity");
        }
        return List.copyOf(names);
    }

    /** The array of the gradient is overwritten. It holds g over the batch's scale, by which each use multiplies. */
    @Override
    public void step(UpdateStep at, Matrix parameters, Matrix gradient, List<Matrix> states) {
        Kernels kernels = Kernels.of(parameters.type());
        Matrix meanSquare = states.get(0);
        double scale = at.gradientScale();
        kernels.blendSquares(decay, meanSquare, (1 - decay) * scale * scale, gradient);
        if (centring == Centring.CENTRED) {
            Matrix mean = states.get(1);
            kernels.blend(decay, mean, (1 - decay) * scale, gradient);
            kernels.divideByDeviation(gradient, meanSquare, mean, epsilon);
        } else {
            kernels.divideByRoot(gradient, meanSquare, epsilon);
        }
        double rate = getLearningRate(at.iteration(), at.epoch());
        if (momentum > 0) {
            Matrix velocity = states.get(states.size() - 1);
            kernels.blend(momentum, velocity, scale, gradient);
            kernels.blend(1, parameters, -rate, velocity);
        } else {
            kernels.blend(1, parameters, -rate * scale, gradient);
        }
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return learningRate.valueAt(iteration, epoch);
    }

    @Override
    public IUpdater clone() {
        return this;
    }
}
