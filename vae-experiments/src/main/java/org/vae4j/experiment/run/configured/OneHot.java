package org.vae4j.experiment.run.configured;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.model.LatentModel;

/** One-hot codes of labels, which a conditional model reads: 1 in the column of the class and 0 in the others. */
public final class OneHot {

    private OneHot() {}

    /**
     * Encodes a label.
     *
     * @param label a class, from 0 to classes - 1
     * @param classes the number of classes
     * @return one number per class
     * @throws IllegalArgumentException when there is no such class
     */
    public static double[] row(int label, int classes) {
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("label: found " + label + ", expected 0 to " + (classes - 1));
        }
        double[] row = new double[classes];
        row[label] = 1;
        return row;
    }

    /**
     * Interpolates between two conditions: (1 - t) from + t to.
     *
     * @param from the condition at t = 0
     * @param to the condition at t = 1, of as many classes
     * @param t the position on the line, in [0, 1]
     * @return one number per class
     * @throws IllegalArgumentException when the numbers of classes differ
     */
    public static double[] between(double[] from, double[] to, double t) {
        if (from.length != to.length) {
            throw new IllegalArgumentException(
                    "conditions: found " + from.length + " and " + to.length + " classes, expected as many in both");
        }
        double[] row = new double[from.length];
        Arrays.setAll(row, j -> (1 - t) * from[j] + t * to[j]);
        return row;
    }

    /**
     * Encodes the labels of several rows.
     *
     * @param rows the number of rows, at least 1
     * @param label the label of a row by its index, from 0 to classes - 1
     * @param classes the number of classes
     * @return {@code [rows, classes]}
     */
    public static INDArray rows(int rows, IntUnaryOperator label, int classes) {
        return matrix(IntStream.range(0, rows)
                .mapToObj(i -> row(label.applyAsInt(i), classes))
                .toArray(double[][]::new));
    }

    /**
     * Arranges conditions as a matrix.
     *
     * @param rows one condition per row, at least one, of as many classes each; copied
     * @return {@code [rows, classes]} of floats in column order
     */
    public static INDArray matrix(double[][] rows) {
        return Nd4j.create(rows).castTo(DataType.FLOAT).dup('f').reshape('f', rows.length, rows[0].length);
    }

    /**
     * Appends the condition to the features of images, where the model has one.
     *
     * @param model the model
     * @param images {@code [rows, features]}
     * @param label the label of a row by its index; not asked for where the model has no condition
     * @return {@code [rows, features + classes]}, or the images themselves where the model has no condition
     */
    public static INDArray behind(LatentModel model, INDArray images, IntUnaryOperator label) {
        return model.condition() == 0
                ? images
                : Nd4j.hstack(images, rows(images.rows(), label, model.condition()))
                        .dup('f');
    }
}
