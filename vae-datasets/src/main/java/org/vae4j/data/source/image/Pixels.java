package org.vae4j.data.source.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * The pixels of one picture, over white where it is transparent, as planes of unsigned bytes.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param height in pixels
 * @param width in pixels
 * @param planes {@code [channels][height][width]}
 */
record Pixels(int channels, int height, int width, byte[] planes) {

    private static final int WHITE = 255;

    /** Grey where all three colours of every pixel are the same. */
    static Pixels of(BufferedImage image) {
        // Java would brighten grey samples as linear light; what the file holds is meant.
        return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY ? grey(image) : coloured(image);
    }

    private static Pixels grey(BufferedImage image) {
        Raster raster = image.getRaster();
        int shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
        boolean alpha = raster.getNumBands() > 1;
        byte[] plane = new byte[image.getHeight() * image.getWidth()];
        for (int i = 0; i < plane.length; i++) {
            int x = i % image.getWidth();
            int y = i / image.getWidth();
            int opacity = alpha ? raster.getSample(x, y, 1) >> shift : WHITE;
            plane[i] = overWhite(raster.getSample(x, y, 0) >> shift, opacity);
        }
        return new Pixels(1, image.getHeight(), image.getWidth(), plane);
    }

    private static Pixels coloured(BufferedImage image) {
        int plane = image.getHeight() * image.getWidth();
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        byte[] planes = new byte[3 * plane];
        boolean grey = true;
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < 3; c++) {
                planes[c * plane + i] = overWhite(pixels[i] >> 16 - 8 * c & 0xff, pixels[i] >>> 24);
            }
            grey &= planes[i] == planes[plane + i] && planes[i] == planes[2 * plane + i];
        }
        return new Pixels(3, image.getHeight(), image.getWidth(), planes).reducedIf(grey);
    }

    private Pixels reducedIf(boolean grey) {
        return grey ? new Pixels(1, height, width, Arrays.copyOf(planes, height * width)) : this;
    }

    private static byte overWhite(int value, int opacity) {
        return (byte) ((value * opacity + WHITE * (WHITE - opacity) + WHITE / 2) / WHITE);
    }

    /** In grey by the luma of ITU-R BT.601, or in three colours. */
    Pixels withChannels(int wanted) {
        if (wanted == channels) {
            return this;
        }
        int plane = height * width;
        byte[] other = new byte[wanted * plane];
        for (int i = 0; i < plane; i++) {
            if (wanted == 1) {
                other[i] = (byte) ((299 * (planes[i] & 0xff)
                                + 587 * (planes[plane + i] & 0xff)
                                + 114 * (planes[2 * plane + i] & 0xff)
                                + 500)
                        / 1000);
            } else {
                other[i] = planes[i];
                other[plane + i] = planes[i];
                other[2 * plane + i] = planes[i];
            }
        }
        return new Pixels(wanted, height, width, other);
    }

    /** With another size: each new pixel is the mean over the area that it covers. */
    Pixels resized(int newHeight, int newWidth) {
        if (newHeight == height && newWidth == width) {
            return this;
        }
        byte[] other = new byte[channels * newHeight * newWidth];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < newHeight; y++) {
                for (int x = 0; x < newWidth; x++) {
                    other[(c * newHeight + y) * newWidth + x] = (byte) Math.round(mean(
                            c * height * width,
                            new double[] {(double) y * height / newHeight, (double) (y + 1) * height / newHeight},
                            new double[] {(double) x * width / newWidth, (double) (x + 1) * width / newWidth}));
                }
            }
        }
        return new Pixels(channels, newHeight, newWidth, other);
    }

    /** The mean of a plane over rows and columns, which may begin and end within a pixel. */
    private double mean(int plane, double[] rows, double[] columns) {
        double sum = 0;
        double area = 0;
        for (int y = (int) rows[0]; y < height && y < rows[1]; y++) {
            double down = Math.min(y + 1, rows[1]) - Math.max(y, rows[0]);
            for (int x = (int) columns[0]; x < width && x < columns[1]; x++) {
                double weight = down * (Math.min(x + 1, columns[1]) - Math.max(x, columns[0]));
                sum += weight * (planes[plane + y * width + x] & 0xff);
                area += weight;
            }
        }
        return sum / area;
    }
}
