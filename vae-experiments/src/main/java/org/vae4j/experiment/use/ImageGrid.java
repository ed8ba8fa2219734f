package org.vae4j.experiment.use;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ImageShape;
import org.vae4j.data.source.own.DataDescription;
import org.vae4j.experiment.report.image.AnimatedGif;
import org.vae4j.experiment.report.image.ImageSheet;

/**
 * Decoded images in rows, which are written as a sheet, an animation or numbers.
 *
 * @param shape the shape of each image, which is asked for only if the images are drawn
 * @param columns the number of images per row, at least 1
 * @param images {@code [count, features]}, row by row, which is not copied
 * @param own the description of a user's own data, with names, units and shades; empty for a data set of the catalogue
 */
public record ImageGrid(Supplier<ImageShape> shape, int columns, INDArray images, Optional<DataDescription> own) {

    private static final int MILLISECONDS_PER_FRAME = 100;

    /**
     * Checks the number of columns.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public ImageGrid {
        if (columns < 1) {
            throw new IllegalArgumentException("found " + columns + " images per row, expected at least 1");
        }
    }

    /**
     * Writes the grid as a sheet (PNG), as an animation that shows the columns one after the other and then back (GIF),
     * or as pixel values (CSV, NPY).
     *
     * @param output the file to write
     * @throws org.vae4j.experiment.config.binding.ConfigException if the shape of the images is needed and not known
     * @throws org.vae4j.experiment.rundir.RunDirectoryException if the file cannot be written
     */
    public void write(Output output) {
        switch (output.format()) {
            case PNG -> output.write(file -> sheet(columns, rows()).save(file));
            case GIF -> output.write(file -> AnimatedGif.write(frames(), MILLISECONDS_PER_FRAME, file));
            default -> output.write(numbers());
        }
    }

    private List<BufferedImage> frames() {
        List<float[]> rows = rows();
        int down = rows.size() / columns;
        int across = (int) Math.ceil(Math.sqrt(down));
        List<BufferedImage> frames = new ArrayList<>();
        for (int step = 0; step < columns; step++) {
            List<float[]> frame = new ArrayList<>();
            for (int row = 0; row < down; row++) {
                frame.add(rows.get(row * columns + step));
            }
            frames.add(sheet(across, frame).render());
        }
        for (int step = columns - 2; step > 0; step--) {
            frames.add(frames.get(step));
        }
        return frames;
    }

    /** The values of the images, in the units of the user's own files if the model was trained on these. */
    private Numbers numbers() {
        if (own.isEmpty()) {
            return new Numbers(Numbers.names("pixel", images.columns()), images);
        }
        INDArray restored = images.dup('f');
        for (int i = 0; i < restored.rows(); i++) {
            for (int j = 0; j < restored.columns(); j++) {
                restored.putScalar(i, j, own.get().inFileUnits(restored.getDouble(i, j), j));
            }
        }
        return new Numbers(own.get().valueNames(), restored);
    }

    private ImageSheet sheet(int across, List<float[]> several) {
        ImageShape known = shape.get();
        return new ImageSheet(known.channels(), known.height(), known.width())
                .shades(
                        own.map(DataDescription::black).orElse(0.0),
                        own.map(DataDescription::white).orElse(1.0))
                .columns(across)
                .addAll(several);
    }

    private List<float[]> rows() {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < images.rows(); i++) {
            rows.add(images.getRow(i).dup().toFloatVector());
        }
        return rows;
    }
}
