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
 * A grid of equally large images in one picture, magnified without smoothing and divided by thin lines.
 *
 * <p>An image is an array of its pixels, channel by channel and row by row ({@code [c][h][w]}), with values in [0, 1];
 * values outside are clipped, and NaN is shown black. Images fill the grid row by row.
 */
public final class ImageSheet {

    /** The colour of the lines between images; {@link SheetGrid} finds the lines of a picture by it. */
    static final Color SEPARATOR = new Color(0x9AA5B1);
    /** The size in pixels that small images are magnified to, roughly. */
    private static final int COMFORTABLE_SIZE = 84;

    private final int channels;
    private final int height;
    private final int width;
    private final List<BufferedImage> images = new ArrayList<>();
    private int columns = 10;
    private int scale;
    private double black;
    private double white = 1;

    /**
     * Creates an empty sheet with ten images per row.
     *
     * @param channels 1 (grey) or 3 (red, green, blue)
     * @param height the height of each image in pixels, at least 1
     * @param width the width of each image in pixels, at least 1
     * @throws IllegalArgumentException if there can be no such image
     */
    public ImageSheet(int channels, int height, int width) {
        requireShape(channels, height, width);
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.scale = Math.max(1, Math.round(COMFORTABLE_SIZE / (float) Math.max(height, width)));
    }

    private static void requireShape(int channels, int height, int width) {
        if (channels != 1 && channels != 3 || height < 1 || width < 1) {
            throw new IllegalArgumentException("found images of " + channels + " channels, " + height + " x " + width
                    + ", expected 1 or 3 channels and sizes of at least 1");
        }
    }

    /**
     * Sets the number of images per row.
     *
     * @param count the number of images, at least 1; 10 if this method is not called
     * @return this sheet
     */
    public ImageSheet columns(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("found " + count + " columns, expected at least 1");
        }
        columns = count;
        return this;
    }

    /**
     * Sets the magnification of the images.
     *
     * @param factor the number of pixels per side of an image's pixel, at least 1; if this method is not called, images
     *     become about 84 pixels large
     * @return this sheet
     */
    public ImageSheet scale(int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("found scale " + factor + ", expected at least 1");
        }
        scale = factor;
        return this;
    }

    /**
     * Sets the values that are shown black and white, for the images that are added from now on.
     *
     * @param darkest the value that is shown black; 0 if this method is not called
     * @param lightest the value that is shown white, greater than {@code darkest}; 1 if this method is not called
     * @return this sheet
     */
    public ImageSheet shades(double darkest, double lightest) {
        if (!(lightest > darkest) || Double.isInfinite(lightest - darkest)) {
            throw new IllegalArgumentException("found shades from " + darkest + " to " + lightest
                    + ", expected finite values, the first below the second");
        }
        black = darkest;
        white = lightest;
        return this;
    }

    /**
     * Adds an image.
     *
     * @param pixels channels x height x width values, which are copied
     * @return this sheet
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
     * Converts a single image to a picture of its own size.
     *
     * @param channels 1 (grey) or 3 (red, green, blue)
     * @param height the height in pixels
     * @param width the width in pixels
     * @param pixels channels x height x width values
     * @return an RGB picture
     * @throws IllegalArgumentException if there can be no such image, or if the number of values is another
     */
    public static BufferedImage image(int channels, int height, int width, float[] pixels) {
        requireShape(channels, height, width);
        long expected = (long) channels * height * width;
        if (pixels.length != expected) {
            throw new IllegalArgumentException("found an image of " + pixels.length + " values, expected " + expected
                    + " (" + channels + " x " + height + " x " + width + ")");
        }
        int plane = height * width;
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
     * Adds several images.
     *
     * @param several the images, each of channels x height x width values, which are copied
     * @return this sheet
     */
    public ImageSheet addAll(Collection<float[]> several) {
        several.forEach(this::add);
        return this;
    }

    /**
     * Draws the sheet as a picture.
     *
     * @return an RGB picture
     * @throws IllegalStateException if the sheet has no image
     */
    public BufferedImage render() {
        if (images.isEmpty()) {
            throw new IllegalStateException("found no image, expected at least one on a sheet");
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
     * @param file the file, in a folder that exists
     * @throws IOException if the file cannot be written
     * @throws IllegalStateException if the sheet has no image
     */
    public void save(Path file) throws IOException {
        Png.write(render(), file);
    }

    /** The level of a value in [0, 255]; NaN is black. */
    private static int level(float value) {
        return Math.round(255 * Math.max(0, Math.min(1, Float.isNaN(value) ? 0 : value)));
    }
}
