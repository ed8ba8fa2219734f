package org.vae4j.experiment.use;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.report.image.AnimatedGif;
import org.vae4j.experiment.report.image.ImageSheet;

/**
 * Images in rows.
 *
 * @param shape of every image
 * @param columns images a row, at least 1
 * @param images {@code [count, features]}, row by row
 */
public record ImageGrid(ImageShape shape, int columns, INDArray images) {

    private static final int MILLISECONDS = 100;

    /**
     * Writes the grid: a sheet (PNG), the columns one after the other and back (GIF), or the pixels (CSV, NPY).
     *
     * @param output where to
     * @throws IOException when it cannot be written
     */
    public void write(Output output) throws IOException {
        switch (output.format()) {
            case PNG -> sheet(columns, rows()).save(output.file());
            case GIF -> AnimatedGif.write(frames(), MILLISECONDS, output.file());
            default -> output.write(new Numbers(Numbers.names("pixel", images.columns()), images));
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

    private ImageSheet sheet(int across, List<float[]> several) {
        return new ImageSheet(shape.channels(), shape.height(), shape.width())
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
