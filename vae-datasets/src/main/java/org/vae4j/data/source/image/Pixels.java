package org.vae4j.data.source.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.util.Arrays;
import org.vae4j.data.ImageShape;

/**
 * One image, channel by channel, row by row. The values of 8-bit images are whole numbers from 0 to 255, and results of
 * operations on them are rounded to such. Operations return new images.
 */
final class Pixels {

    private static final int WHITE = 255;

    private final ImageShape shape;
    private final float[] planes;
    private final boolean whole;

    /**
     * Makes an image.
     *
     * @param shape 1 or 3 channels, height and width
     * @param planes {@code [channels][height][width]}; kept, not copied
     * @param whole whether all values are whole numbers, and results are to be rounded
     */
    Pixels(ImageShape shape, float[] planes, boolean whole) {
        this.shape = shape;
        this.planes = planes;
        this.whole = whole;
    }

    /** Makes an image of unsigned bytes. */
    static Pixels ofBytes(ImageShape shape, byte[] bytes) {
        float[] planes = new float[bytes.length];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = bytes[i] & 0xff;
        }
        return new Pixels(shape, planes, true);
    }

    /** Copies the values, which must be whole numbers from 0 to 255, to unsigned bytes. */
    byte[] bytes() {
        byte[] bytes = new byte[planes.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (int) planes[i];
        }
        return bytes;
    }

    ImageShape shape() {
        return shape;
    }

    /** The values themselves, not a copy. */
    float[] values() {
        return planes;
    }

    /**
     * Converts a decoded image: to one channel if all three colours of every pixel are the same, else to three.
     * Transparent pixels are laid over white.
     */
    static Pixels of(BufferedImage image) {
        // getRGB would brighten grey samples, which it takes for linear light; the file's own samples are wanted.
        return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY ? grey(image) : coloured(image);
    }

    private static Pixels grey(BufferedImage image) {
        Raster raster = image.getRaster();
        int bits = raster.getSampleModel().getSampleSize(0);
        int shift = Math.max(0, bits - 8);
        boolean alpha = raster.getNumBands() > 1;
        float[] plane = new float[image.getHeight() * image.getWidth()];
        for (int i = 0; i < plane.length; i++) {
            int x = i % image.getWidth();
            int y = i / image.getWidth();
            int opacity = alpha ? raster.getSample(x, y, 1) >> shift : WHITE;
            plane[i] = overWhite(raster.getSample(x, y, 0) >> shift, opacity);
        }
        return new Pixels(new ImageShape(1, image.getHeight(), image.getWidth()), plane, true);
    }

    private static Pixels coloured(BufferedImage image) {
        int plane = image.getHeight() * image.getWidth();
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        float[] planes = new float[3 * plane];
        boolean grey = true;
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < 3; c++) {
                planes[c * plane + i] = overWhite(pixels[i] >> 16 - 8 * c & 0xff, pixels[i] >>> 24);
            }
            grey &= planes[i] == planes[plane + i] && planes[i] == planes[2 * plane + i];
        }
        ImageShape shape = new ImageShape(grey ? 1 : 3, image.getHeight(), image.getWidth());
        return new Pixels(shape, grey ? Arrays.copyOf(planes, plane) : planes, true);
    }

    /** Lays a value over white: (value·opacity + 255·(255 − opacity)) / 255, rounded. */
    private static int overWhite(int value, int opacity) {
        return (value * opacity + WHITE * (WHITE - opacity) + WHITE / 2) / WHITE;
    }

    /** The image in grey, 0.299 R + 0.587 G + 0.114 B (the luma of ITU-R BT.601), or in three equal colours. */
    Pixels withChannels(int wanted) {
        if (wanted == shape.channels()) {
            return this;
        }
        int plane = shape.height() * shape.width();
        float[] other = new float[wanted * plane];
        for (int i = 0; i < plane; i++) {
            if (wanted == 1) {
                other[i] =
                        rounded((299.0 * planes[i] + 587.0 * planes[plane + i] + 114.0 * planes[2 * plane + i]) / 1000);
            } else {
                other[i] = planes[i];
                other[plane + i] = planes[i];
                other[2 * plane + i] = planes[i];
            }
        }
        return new Pixels(new ImageShape(wanted, shape.height(), shape.width()), other, whole);
    }

    /**
     * The image in another size. Pixel (y, x) of the new image covers the rows from y·H / height to (y + 1)·H / height
     * of the old one, whose height is H, and columns likewise; its value is the mean over that area.
     */
    Pixels resized(int height, int width) {
        if (height == shape.height() && width == shape.width()) {
            return this;
        }
        ImageShape resized = new ImageShape(shape.channels(), height, width);
        float[] other = new float[resized.size()];
        for (int i = 0; i < other.length; i++) {
            int c = i / (height * width);
            Edges rows = Edges.of(i / width % height, shape.height(), height);
            Edges columns = Edges.of(i % width, shape.width(), width);
            other[i] = rounded(mean(c * shape.height() * shape.width(), rows, columns));
        }
        return new Pixels(resized, other, whole);
    }

    /**
     * The edges of a new row or column among the old ones, whose edges are whole numbers.
     *
     * @param first the edge at which it begins
     * @param last the edge at which it ends
     */
    private record Edges(double first, double last) {

        /** The edges of the new row or column of an index: index·oldSize / newSize and the next such number. */
        static Edges of(int index, int oldSize, int newSize) {
            return new Edges((double) index * oldSize / newSize, (double) (index + 1) * oldSize / newSize);
        }

        /** The part of an old row or column that lies between the edges. */
        double share(int index) {
            return Math.min(index + 1, last) - Math.max(index, first);
        }
    }

    /** The mean of the plane that begins at an index, over rows and columns that are weighted by their shares. */
    private double mean(int plane, Edges rows, Edges columns) {
        double sum = 0;
        double area = 0;
        for (int y = (int) rows.first(); y < shape.height() && y < rows.last(); y++) {
            for (int x = (int) columns.first(); x < shape.width() && x < columns.last(); x++) {
                double weight = rows.share(y) * columns.share(x);
                sum += weight * planes[plane + y * shape.width() + x];
                area += weight;
            }
        }
        return sum / area;
    }

    /**
     * Cuts the middle out of the image, or places the image in the middle of a larger one whose other values are 0. If
     * the sizes differ by an odd number, one row or column more is cut off, or added, below and on the right.
     */
    Pixels framed(int height, int width) {
        // The division rounds towards 0, so the larger half is below and on the right for either sign.
        int top = (height - shape.height()) / 2;
        int left = (width - shape.width()) / 2;
        ImageShape framed = new ImageShape(shape.channels(), height, width);
        float[] other = new float[framed.size()];
        for (int i = 0; i < other.length; i++) {
            int c = i / (height * width);
            int y = i / width % height - top;
            int x = i % width - left;
            if (y >= 0 && y < shape.height() && x >= 0 && x < shape.width()) {
                other[i] = planes[(c * shape.height() + y) * shape.width() + x];
            }
        }
        return new Pixels(framed, other, whole);
    }

    private float rounded(double value) {
        return whole ? (float) Math.floor(value + 0.5) : (float) value;
    }
}
