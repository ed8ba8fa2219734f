package org.vae4j.experiment.report.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A grid of equally large images in one PNG, magnified without smoothing, with thin separators: what a person looks at.
 *
 * <p>Images are flattened channel by channel, row by row ({@code [c][h][w]}), values in [0, 1]; values outside are
 * clipped. They fill the grid row by row.
 */
public final class ImageSheet {

    static final Color SEPARATOR = new Color(0x9AA5B1);
    /** Pixels that a small image is magnified to, roughly. */
    private static final int COMFORTABLE = 84;

    private final int channels;
    private final int height;
    private final int width;
    private final List<BufferedImage> images = new ArrayList<>();
    private int columns = 10;
    private int scale;
    private double black;
    private double white = 1;

    /**
     * An empty sheet.
     *
     * @param channels 1 (grey) or 3 (red, green, blue)
     * @param height of each image, in pixels, at least 1
     * @param width of each image, in pixels, at least 1
     */
    public ImageSheet(int channels, int height, int width) {
        if (channels != 1 && channels != 3 || height < 1 || width < 1) {
            throw new IllegalArgumentException("found images of " + channels + " channels, " + height + " x " + width
                    + ", expected 1 or 3 channels and sizes of at least 1");
        }
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.scale = Math.max(1, Math.round(COMFORTABLE / (float) Math.max(height, width)));
    }

    /**
     * How many images stand side by side.
     *
     * @param count at least 1; 10 unless told
     * @return this
     */
    public ImageSheet columns(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("found " + count + " columns, expected at least 1");
        }
        columns = count;
        return this;
    }

    /**
     * How much each image is magnified.
     *
     * @param factor at least 1; unless told, what makes an image about 84 pixels large
     * @return this
     */
    public ImageSheet scale(int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("found scale " + factor + ", expected at least 1");
        }
        scale = factor;
        return this;
    }

    /**
     * Which values are shown black and white.
     *
     * @param darkest 0 unless told
     * @param lightest above {@code darkest}; 1 unless told
     * @return this
     */
    public ImageSheet shades(double darkest, double lightest) {
        if (!(lightest > darkest)) {
            throw new IllegalArgumentException(
                    "found shades from " + darkest + " to " + lightest + ", expected the first below the second");
        }
        black = darkest;
        white = lightest;
        return this;
    }

    /**
     * Adds an image.
     *
     * @param pixels channels x height x width values
     * @return this
     */
    public ImageSheet add(float[] pixels) {
        images.add(image(channels, height, width, shaded(pixels)));
        return this;
    }

    private float[] shaded(float[] pixels) {
        if (black == 0 && white == 1) {
            return pixels;
        }
        float[] shaded = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            shaded[i] = (float) ((pixels[i] - black) / (white - black));
        }
        return shaded;
    }

    /**
     * One image as a picture of its own size.
     *
     * @param channels 1 (grey) or 3 (red, green, blue)
     * @param height in pixels
     * @param width in pixels
     * @param pixels channels x height x width values
     * @return RGB
     */
    public static BufferedImage image(int channels, int height, int width, float[] pixels) {
        int plane = height * width;
        if (pixels.length != channels * plane) {
            throw new IllegalArgumentException("found an image of " + pixels.length + " values, expected "
                    + channels * plane + " (" + channels + " x " + height + " x " + width + ")");
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int red = level(pixels[i]);
            int green = channels == 1 ? red : level(pixels[plane + i]);
            int blue = channels == 1 ? red : level(pixels[2 * plane + i]);
            image.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
        }
        return image;
    }

    /**
     * Adds images.
     *
     * @param several each channels x height x width values
     * @return this
     */
    public ImageSheet addAll(Collection<float[]> several) {
        several.forEach(this::add);
        return this;
    }

    /**
     * The sheet as a picture.
     *
     * @return RGB
     */
    public BufferedImage render() {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("found no image, expected at least one on a sheet");
        }
        int across = Math.min(columns, images.size());
        int down = (images.size() + across - 1) / across;
        int stepX = width * scale + 1;
        int stepY = height * scale + 1;
        BufferedImage sheet = new BufferedImage(across * stepX + 1, down * stepY + 1, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        try {
            graphics.setColor(SEPARATOR);
            graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
            graphics.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
            for (int i = 0; i < images.size(); i++) {
                graphics.drawImage(
                        images.get(i),
                        1 + i % across * stepX,
                        1 + i / across * stepY,
                        width * scale,
                        height * scale,
                        null);
            }
        } finally {
            graphics.dispose();
        }
        return sheet;
    }

    /**
     * Writes the sheet as a PNG; a reader never sees half a file.
     *
     * @param file whose folder exists
     * @throws IOException when the file cannot be written
     */
    public void save(Path file) throws IOException {
        Png.write(render(), file);
    }

    /** A NaN becomes black. */
    private static int level(float value) {
        return Math.round(255 * Math.max(0, Math.min(1, Float.isNaN(value) ? 0 : value)));
    }
}
