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
 * Images that belong together: examples, samples or reconstructions.
 *
 * @param values {@code [count, channels x height x width]}, a row per image; 0 is black and 1 is white
 * @param shape of every image
 * @param columns how many stand side by side on a sheet
 */
public record Images(INDArray values, ImageShape shape, int columns) {

    private static final int COLUMNS = 10;

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
     * Images of a data set.
     *
     * @param examples few enough for memory
     * @return all of them
     * @throws org.vae4j.data.DataException when they are rows of a table, which have no pictures
     */
    public static Images of(ExampleSet examples) {
        return new Images(Examples.features(examples), examples.imageShape(), COLUMNS);
    }

    /**
     * Images as a matrix has them.
     *
     * @param values {@code [count, channels x height x width]}
     * @param shape of every image
     * @return all of them
     */
    public static Images of(INDArray values, ImageShape shape) {
        return new Images(values, shape, COLUMNS);
    }

    /**
     * The same images, arranged in another way.
     *
     * @param count how many stand side by side, at least 1
     * @return the same values
     */
    public Images columns(int count) {
        return new Images(values, shape, count);
    }

    /** {@return how many images there are} */
    public int count() {
        return values.rows();
    }

    /**
     * The sheet that a notebook shows.
     *
     * @return RGB, magnified without smoothing
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
     * @param file whose folder exists
     * @throws IOException when it cannot be written
     */
    public void save(Path file) throws IOException {
        Png.write(sheet(), file);
    }

    @Override
    public String toString() {
        return count() + " images of " + shape;
    }
}
