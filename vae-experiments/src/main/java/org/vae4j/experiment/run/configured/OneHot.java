package org.vae4j.experiment.run.configured;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.model.LatentModel;

/** Labels as a model with a condition reads them: 1 in the column of the class, 0 in the others. */
public final class OneHot {

    private OneHot() {}

    /**
     * The code of a label.
     *
     * @param label 0 to classes - 1
     * @param classes how many there are
     * @return one number per class
     */
    public static double[] row(int label, int classes) {
        double[] row = new double[classes];
        row[label] = 1;
        return row;
    }

    /**
     * A point of the straight line between two conditions.
     *
     * @param from at t = 0
     * @param to at t = 1
     * @param t where
     * @return one number per class
     */
    public static double[] between(double[] from, double[] to, double t) {
        double[] row = new double[from.length];
        Arrays.setAll(row, j -> (1 - t) * from[j] + t * to[j]);
        return row;
    }

    /**
     * The codes of the labels of several rows.
     *
     * @param rows how many
     * @param label of each row, 0 to classes - 1
     * @param classes how many there are
     * @return {@code [rows, classes]}
     */
    public static INDArray rows(int rows, IntUnaryOperator label, int classes) {
        return matrix(IntStream.range(0, rows)
                .mapToObj(i -> row(label.applyAsInt(i), classes))
                .toArray(double[][]::new));
    }

    /**
     * Conditions as a matrix.
     *
     * @param rows one condition each
     * @return {@code [rows, classes]}
     */
    public static INDArray matrix(double[][] rows) {
        return Nd4j.create(rows).castTo(DataType.FLOAT).dup('f').reshape('f', rows.length, rows[0].length);
    }

    /**
     * Images as a model reads them: with the condition behind their features, where the model has one.
     *
     * @param model the model
     * @param images {@code [rows, features]}
     * @param label of each row; not asked where the model has no condition
     * @return {@code [rows, features + classes]}, or the images themselves
     */
    public static INDArray behind(LatentModel model, INDArray images, IntUnaryOperator label) {
        return model.condition() == 0
                ? images
                : Nd4j.hstack(images, rows(images.rows(), label, model.condition()))
                        .dup('f');
    }
}
