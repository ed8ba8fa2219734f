package org.vae4j.kernel.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.LineKernels;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;

/** The {@link LineKernels} of {@link Nd4jKernels}. */
final class Nd4jLines {

    private Nd4jLines() {}

    private static int dimension(Lines lines) {
        return lines == Lines.ROWS ? 1 : 0;
    }

    private static void store(INDArray values, double[] target) {
        double[] result = values.toDoubleVector();
        System.arraycopy(result, 0, target, 0, result.length);
    }

    /** One value per line, in a shape that ND4J repeats over the other dimension. */
    private static INDArray array(Matrix like, Lines lines, double[] values) {
        int count = lines.count(like);
        return Nd4j.createFromArray(Arrays.copyOf(values, count))
                .castTo(like.type())
                .reshape(lines == Lines.ROWS ? new long[] {count, 1} : new long[] {1, count});
    }

    static void sums(Matrix x, Lines lines, double[] sums) {
        store(x.array().sum(dimension(lines)), sums);
    }

    static void products(Matrix a, Matrix b, Lines lines, double[] sums) {
        store(a.array().mul(b.array()).sum(dimension(lines)), sums);
    }

    static void moments(Matrix x, Lines lines, double[] means, double[] variances) {
        INDArray mean = x.array().mean(true, dimension(lines));
        INDArray distance = x.array().sub(mean);
        store(mean.reshape(mean.length()), means);
        store(distance.muli(distance).mean(dimension(lines)), variances);
    }

    static void centreAndScale(Matrix x, Lines lines, double[] centres, double[] scales, Matrix y) {
        y.array().assign(x.array().sub(array(x, lines, centres)).muli(array(x, lines, scales)));
    }

    static void scaleAndShift(Matrix x, Lines lines, double[] scales, double[] shifts, Matrix y) {
        y.array().assign(x.array().mul(array(x, lines, scales)).addi(array(x, lines, shifts)));
    }

    static void addScaled(Matrix x, Lines lines, double[] scales, Matrix y) {
        y.array().addi(x.array().mul(array(x, lines, scales)));
    }
}
