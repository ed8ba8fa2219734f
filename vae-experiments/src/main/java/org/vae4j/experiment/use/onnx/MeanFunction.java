package org.vae4j.experiment.use.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.Likelihood;

/**
 * E[x|z] as a function of the likelihood's first parameters, one per feature, where it is one that ONNX can say. It is found by
 * trying each on numbers, because a likelihood may be of another jar: its mean is code, and says nothing of what it is.
 */
final class MeanFunction {

    private static final List<Nonlinearity> KNOWN = List.of(Nonlinearity.IDENTITY, Nonlinearity.SIGMOID);
    private static final int ROWS = 5;
    /** Parameters on both sides of zero, and large enough for a function to show its shape. */
    private static final double RANGE = 4;

    private static final double TOLERANCE = 1e-12;

    private MeanFunction() {}

    /**
     * The function of a likelihood.
     *
     * @param likelihood the likelihood
     * @param features of an example
     * @return what the first parameters become
     * @throws IllegalArgumentException when its mean is another function, or one of more parameters
     */
    static Nonlinearity of(Likelihood likelihood, int features) {
        Matrix parameters = Matrix.allocate(DataType.DOUBLE, ROWS, likelihood.parameterCount(features));
        Matrix mean = Matrix.allocate(DataType.DOUBLE, ROWS, features);
        double[] tried = new SplittableRandom(1)
                .doubles(parameters.length(), -RANGE, RANGE)
                .toArray();
        double[] found = new double[mean.length()];
        Kernels kernels = Kernels.of(DataType.DOUBLE);
        kernels.write(tried, parameters);
        likelihood.mean(kernels, parameters, mean);
        kernels.read(mean, found);
        return KNOWN.stream()
                .filter(f -> isEqual(f, tried, found))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("found the likelihood " + likelihood.name()
                        + ", expected one whose mean is its first parameters or the logistic function of these: export the"
                        + " weights, --format=safetensors"));
    }

    /** Both lie column by column, and the features' columns come first. */
    private static boolean isEqual(Nonlinearity f, double[] parameters, double[] mean) {
        double[] expected =
                Arrays.stream(parameters, 0, mean.length).map(f::value).toArray();
        for (int i = 0; i < mean.length; i++) {
            if (!(Math.abs(mean[i] - expected[i]) <= TOLERANCE)) {
                return false;
            }
        }
        return true;
    }
}
