package org.vae4j.kernel.nd4j;

import java.util.Arrays;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.PointwiseKernels;
import org.vae4j.kernel.PointwiseLoss;

/** {@link PointwiseKernels} of {@link Nd4jKernels}: on copies in the memory of the Java machine, for any backend. */
final class Nd4jPointwise {

    private Nd4jPointwise() {}

    static void pointwise(
            Kernels kernels, Matrix x, Matrix parameters, PointwiseLoss loss, double[] losses, Matrix gradient) {
        double[] values = new double[x.length()];
        double[] all = new double[parameters.length()];
        kernels.read(x, values);
        kernels.read(parameters, all);
        int rows = parameters.rows();
        int count = parameters.columns() / x.columns();
        int stride = rows * x.columns();
        double[] of = new double[count];
        double[] to = new double[count];
        Arrays.fill(losses, 0, rows, 0);
        for (int i = 0; i < stride; i++) {
            int row = i % rows;
            for (int k = 0; k < count; k++) {
                of[k] = all[k * stride + i];
            }
            double value = values[i / rows * x.rows() + row % x.rows()];
            losses[row] += loss.lossAndGradient(value, of, to);
            for (int k = 0; k < count; k++) {
                all[k * stride + i] = to[k];
            }
        }
        kernels.write(all, gradient);
    }
}
