package org.vae4j.kernel.cpu;

import static org.vae4j.kernel.cpu.Tile.forEachTile;

import java.util.Arrays;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.PointwiseKernels;
import org.vae4j.kernel.PointwiseLoss;

/**
 * {@link PointwiseKernels} of {@link CpuKernels}: tile by tile, so that a value and its parameters stay in the cache.
 */
final class CpuPointwise {

    private CpuPointwise() {}

    static void pointwise(Matrix x, Matrix parameters, PointwiseLoss loss, double[] losses, Matrix gradient) {
        int count = parameters.columns() / x.columns();
        int stride = parameters.rows() * x.columns();
        float[][] blocks = new float[count][VectorMath.BLOCK];
        double[] of = new double[count];
        double[] to = new double[count];
        Scratch s = Scratch.get();
        Arrays.fill(losses, 0, parameters.rows(), 0);
        forEachTile(parameters.rows(), x.columns(), (offset, row, rows, column, columns) -> {
            int n = rows * columns;
            CpuRows.readRepeated(x, row, rows, column, columns, s.a);
            for (int k = 0; k < count; k++) {
                parameters.get(k * stride + offset, blocks[k], n);
            }
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < count; k++) {
                    of[k] = blocks[k][i];
                }
                losses[row + i % rows] += loss.lossAndGradient(s.a[i], of, to);
                for (int k = 0; k < count; k++) {
                    blocks[k][i] = (float) to[k];
                }
            }
            for (int k = 0; k < count; k++) {
                gradient.put(k * stride + offset, blocks[k], n);
            }
        });
    }
}
