package org.vae4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.KernelsContract;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.kernel.nd4j.Nd4jKernels;

/** The CPU kernels pass the contract, and their elementary functions are accurate to four units in the last place. */
class CpuKernelsTest extends KernelsContract {

    CpuKernelsTest() {
        super(new CpuKernels(), DataType.FLOAT);
    }

    @Test
    void servesFloatsOnThisBackend() {
        assertThat(Kernels.of(DataType.FLOAT)).isInstanceOf(CpuKernels.class);
        assertThat(Kernels.of(DataType.DOUBLE)).isInstanceOf(Nd4jKernels.class);
    }

    /** About 400,000 floats in [-limit, limit] that are spread over all exponents and both signs. */
    private static float[] grid(float limit) {
        int last = Float.floatToIntBits(limit);
        int step = last / 200_000;
        float[] values = new float[2 * (last / step + 1)];
        for (int i = 0; i < values.length; i += 2) {
            values[i] = Float.intBitsToFloat(i / 2 * step);
            values[i + 1] = -values[i];
        }
        return values;
    }

    private static float[] applied(Nonlinearity f, float[] x) {
        INDArray array = Nd4j.createFromArray(x).reshape('f', x.length, 1);
        new CpuKernels().apply(Matrix.of(array), f);
        return array.reshape(x.length).toFloatVector();
    }

    /** Asserts the error in ulps of the exact value, or of the smallest normal float where that is larger. */
    private static void assertUlps(float[] x, float[] y, DoubleUnaryOperator f, double limit) {
        for (int i = 0; i < x.length; i++) {
            double exact = f.applyAsDouble(x[i]);
            double ulp = Math.ulp((float) Math.max(Math.abs(exact), Float.MIN_NORMAL));
            // Arguments are bounded at -87, where e^-87 = 1.6e-38 is not 0.
            double error = Math.max(0, Math.abs(y[i] - exact) - 2e-38) / ulp;
            assertThat(error)
                    .as("f(%s): found %s, expected %s", x[i], y[i], exact)
                    .isLessThanOrEqualTo(limit);
        }
    }

    @Test
    void tanhIsAccurateToFourUlps() {
        float[] x = grid(100);
        assertUlps(x, applied(Nonlinearity.TANH, x), Math::tanh, 4);
    }

    @Test
    void sigmoidIsAccurateToFourUlps() {
        float[] x = grid(100);
        assertUlps(x, applied(Nonlinearity.SIGMOID, x), t -> value(Nonlinearity.SIGMOID, t), 4);
    }

    @Test
    void standardDeviationIsAccurateToFourUlps() {
        float[] logVar = grid(170);
        int n = logVar.length;
        INDArray posterior = Nd4j.createUninitialized(DataType.FLOAT, new long[] {n, 2}, 'f');
        posterior.getColumn(0).assign(0);
        posterior.getColumn(1).assign(Nd4j.createFromArray(logVar));
        INDArray z = Nd4j.createUninitialized(DataType.FLOAT, new long[] {n, 1}, 'f');
        INDArray one = Nd4j.ones(DataType.FLOAT, n, 1).dup('f');
        new CpuKernels().sampleGaussian(Matrix.of(posterior), Matrix.of(one), Matrix.of(z));
        assertUlps(logVar, z.reshape(n).toFloatVector(), v -> Math.exp(v / 2), 4);
    }

    /** For a pixel of 0 the term is -log p = log(1 + e^l), from tiny values to large ones. */
    @Test
    void bernoulliTermsAreAccurateToFourUlps() {
        float[] logits = grid(80);
        INDArray l = Nd4j.createFromArray(logits).reshape('f', logits.length, 1);
        INDArray x = Nd4j.zeros(DataType.FLOAT, logits.length, 1).dup('f');
        double[] nll = new double[logits.length];
        new CpuKernels().bernoulli(Matrix.of(x), Matrix.of(l), nll, Matrix.of(x.dup('f')));
        float[] terms = new float[nll.length];
        for (int i = 0; i < nll.length; i++) {
            terms[i] = (float) nll[i];
        }
        assertUlps(logits, terms, t -> value(Nonlinearity.SOFTPLUS, t), 4);
    }
}
