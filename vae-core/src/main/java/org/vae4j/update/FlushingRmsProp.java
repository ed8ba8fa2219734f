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
 * RMSProp (Tieleman and Hinton 2012) in PyTorch's form:
 *
 * <pre>
 * s = ρ s + (1 - ρ) g²,   v = μ v + g / (√s + ε),   w = w - α v
 * </pre>
 *
 * <p>The centred variant (Graves 2013) also keeps the mean ḡ = ρ ḡ + (1 - ρ) g, and divides by √(s - ḡ²) + ε, an
 * estimate of the gradient's standard deviation.
 *
 * <p>ε is added to the root; ND4J's {@code RmsProp} adds it inside the root, and has no momentum. State below the
 * smallest normal number is flushed to 0, as processors compute slowly with denormal numbers.
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

    /** The quantity that the gradient is divided by. */
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

    /** The names of s, ḡ and v, in this order and as saved files have them; ḡ and v only if they are used. */
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

    @Override
    public void step(UpdateStep at, Matrix parameters, Matrix gradient, List<Matrix> state) {
        Kernels kernels = Kernels.of(parameters.type());
        Matrix meanSquare = state.get(0);
        double scale = at.gradientScale();
        kernels.blendSquares(decay, meanSquare, (1 - decay) * scale * scale, gradient);
        // From here on, the gradient's array holds the quotient without its scale, by which each use multiplies.
        if (centring == Centring.CENTRED) {
            Matrix mean = state.get(1);
            kernels.blend(decay, mean, (1 - decay) * scale, gradient);
            kernels.divideByDeviation(gradient, meanSquare, mean, epsilon);
        } else {
            kernels.divideByRoot(gradient, meanSquare, epsilon);
        }
        double rate = getLearningRate(at.iteration(), at.epoch());
        if (momentum > 0) {
            Matrix velocity = state.get(state.size() - 1);
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
