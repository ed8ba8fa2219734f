package org.vae4j.experiment.api;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.report.image.ImageSheet;
import org.vae4j.experiment.report.image.Png;
import org.vae4j.experiment.use.Examples;

/**
 * A set of images of one shape: examples, samples or reconstructions. The array of values is not copied.
 *
 * @param values {@code [count, channels x height x width]}, one row per image; 0 is black and 1 is white
 * @param shape the shape of every image
 * @param columns the number of images side by side on a sheet
 */
public record Images(INDArray values, ImageShape shape, int columns) {

    private static final int DEFAULT_COLUMNS = 10;

    public Images {
        if (values.rank() != 2 || values.columns() != shape.size()) {
            throw new IllegalArgumentException("found values of shape " + Arrays.toString(values.shape())
                    + ", expected a row of " + shape.size() + " for each image of " + shape);
        }
        if (columns < 1) {
            throw new IllegalArgumentException("found " + columns + " columns, expected at least 1");
        }
    }

    /**
     * Makes images of the examples of a data set.
     *
     * @param examples examples that fit in memory
     * @return the images, one per example
     * @throws org.vae4j.data.DataException if the examples are rows of a table and no images
     */
    public static Images of(ExampleSet examples) {
        return new Images(Examples.features(examples), examples.imageShape(), DEFAULT_COLUMNS);
    }

    /**
     * Makes images of the rows of a matrix.
     *
     * @param values {@code [count, channels x height x width]}, not copied
     * @param shape the shape of every image
     * @return the images, one per row
     */
    public static Images of(INDArray values, ImageShape shape) {
        return new Images(values, shape, DEFAULT_COLUMNS);
    }

    /**
     * Arranges the same images in another number of columns.
     *
     * @param count the number of images side by side, at least 1
     * @return images with the same array of values
     */
    public Images columns(int count) {
        return new Images(values, shape, count);
    }

    /** {@return the number of images} */
    public int count() {
        return values.rows();
    }

    /**
     * Draws all images on a sheet, as a notebook shows it.
     *
     * @return an RGB picture, magnified without smoothing
     */
    public BufferedImage sheet() {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < values.rows(); i++) {
            rows.add(values.getRow(i).dup().toFloatVector());
        }
        return new ImageSheet(shape.channels(), shape.height(), shape.width())
                .columns(columns)
                .addAll(rows)
                .render();
    }

    /**
     * Writes the sheet as a PNG.
     *
     * @param file a file in a folder that exists
     * @throws IOException if the file cannot be written
     */
    public void save(Path file) throws IOException {
        Png.write(sheet(), file);
    }

    @Override
    public String toString() {
        return count() + " images of " + shape;
    }
}
