package org.vae4j.experiment.bench.workload;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;

/**
 * Grey images of 28×28 pixels. All contenders read the same file in the same order. The file has the plain IDX format,
 * so that the peer of another library can read it too.
 */
public final class BenchImages {

    private static final int SIDE = BenchNetwork.SIDE;
    /** The first word of an IDX file of images: unsigned bytes in three dimensions. */
    private static final int MAGIC = 2051;
    /** The number of images that MNIST trains on. */
    private static final int MNIST_IMAGES = 60_000;
    /** Strokes per image and steps per stroke, which give the images about as much ink as MNIST's. */
    private static final int STROKES = 2;

    private static final int STROKE_LENGTH = 30;
    private static final List<String> FILES =
            List.of("train-images-idx3-ubyte", "train-images-idx3-ubyte.gz", "mnist/train-images-idx3-ubyte.gz");

    private final String name;
    private final byte[] pixels;

    private BenchImages(String name, byte[] pixels) {
        this.name = name;
        this.pixels = pixels;
    }

    /**
     * Reads MNIST from a directory and shuffles it, or makes images that resemble it if the directory has none.
     *
     * @param directory the directory of the data
     * @return the images
     * @throws IOException if the file cannot be read or is damaged
     */
    public static BenchImages mnistOrSynthetic(Path directory) throws IOException {
        for (String file : FILES) {
            if (Files.exists(directory.resolve(file))) {
                return new BenchImages("mnist", shuffled(read(directory.resolve(file)).pixels));
            }
        }
        return likeMnist();
    }

    /** {@return synthetic images that resemble MNIST, as many as it trains on} */
    public static BenchImages likeMnist() {
        return synthetic(MNIST_IMAGES);
    }

    /**
     * Draws strokes of a soft pen within the middle 20×20 pixels. As in MNIST, the border is zero in every image.
     *
     * @param count the number of images
     * @return the images, always the same
     */
    public static BenchImages synthetic(int count) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(1L);
        byte[] pixels = new byte[Math.multiplyExact(count, BenchNetwork.FEATURES)];
        for (int i = 0; i < STROKES * count; i++) {
            drawStroke(pixels, i / STROKES * BenchNetwork.FEATURES, random);
        }
        return new BenchImages("synthetic", pixels);
    }

    /** Draws a random walk of changing direction into the image that begins at an offset. */
    private static void drawStroke(byte[] pixels, int offset, UniformRandomProvider random) {
        double row = random.nextDouble(6, 22);
        double column = random.nextDouble(6, 22);
        double direction = random.nextDouble(0, 2 * Math.PI);
        for (int step = 0; step < STROKE_LENGTH; step++) {
            direction += random.nextDouble(-0.3, 0.3);
            row = Math.min(Math.max(row + Math.sin(direction), 5), 22);
            column = Math.min(Math.max(column + Math.cos(direction), 5), 22);
            drawDot(pixels, offset, row, column);
        }
    }

    /** Draws a dot whose ink falls with the distance from its centre. */
    private static void drawDot(byte[] pixels, int offset, double row, double column) {
        for (int r = (int) row - 1; r <= row + 1; r++) {
            for (int c = (int) column - 1; c <= column + 1; c++) {
                int ink = (int) (255 * Math.max(0, 1 - 0.4 * Math.hypot(r - row, c - column)));
                int i = offset + r * SIDE + c;
                pixels[i] = (byte) Math.max(pixels[i] & 0xff, ink);
            }
        }
    }

    /** Shuffles the images in place, by Fisher and Yates, and returns the array. */
    private static byte[] shuffled(byte[] pixels) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(1L);
        int size = BenchNetwork.FEATURES;
        byte[] spare = new byte[size];
        for (int i = pixels.length / size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            System.arraycopy(pixels, i * size, spare, 0, size);
            System.arraycopy(pixels, j * size, pixels, i * size, size);
            System.arraycopy(spare, 0, pixels, j * size, size);
        }
        return pixels;
    }

    /**
     * Reads an IDX file of images of 28×28 pixels, compressed by gzip or not.
     *
     * @param file the file
     * @return the images
     * @throws IOException if the file cannot be read, has another format or ends early
     */
    public static BenchImages read(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                DataInputStream in =
                        new DataInputStream(file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw)) {
            int magic = in.readInt();
            int count = in.readInt();
            int features = in.readInt() * in.readInt();
            if (magic != MAGIC || features != BenchNetwork.FEATURES) {
                throw new IOException("found " + file + " with magic number " + magic + " and " + features
                        + " pixels per image, expected the IDX file of 28x28 images");
            }
            int length = Math.multiplyExact(count, features);
            byte[] pixels = in.readNBytes(length);
            if (pixels.length != length) {
                throw new IOException("found " + file + " with " + pixels.length + " bytes of pixels, expected "
                        + length + " for its " + count + " images: fetch the file again");
            }
            return new BenchImages(file.getFileName().toString(), pixels);
        }
    }

    /**
     * Writes the first images in the format IDX, for the child processes.
     *
     * @param file the file
     * @param count the number of images to write, at most all
     * @throws IllegalArgumentException if there are fewer images
     * @throws IOException if the file cannot be written
     */
    public void write(Path file, int count) throws IOException {
        if (count > count()) {
            throw new IllegalArgumentException("found " + count() + " images, expected at least " + count);
        }
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            for (int word : new int[] {MAGIC, count, SIDE, SIDE}) {
                out.writeInt(word);
            }
            out.write(pixels, 0, count * BenchNetwork.FEATURES);
        }
    }

    /** {@return the name of the data set} */
    public String name() {
        return name;
    }

    /** {@return the number of images} */
    public int count() {
        return pixels.length / BenchNetwork.FEATURES;
    }

    /** {@return the images as a data set of this project} */
    public ImageSet imageSet() {
        return ImageSet.builder(name, new ImageShape(1, SIDE, SIDE), pixels).build();
    }

    /**
     * Makes whole batches of values in [0, 1]. Images that do not fill a batch are left out.
     *
     * @param batch rows per batch
     * @param order the order of the arrays, 'c' or 'f'
     * @return arrays {@code [batch, 784]}
     */
    public INDArray[] batches(int batch, char order) {
        INDArray[] batches = new INDArray[count() / batch];
        float[] values = new float[batch * BenchNetwork.FEATURES];
        for (int b = 0; b < batches.length; b++) {
            int first = b * values.length;
            for (int i = 0; i < values.length; i++) {
                values[i] = (pixels[first + i] & 0xff) / 255f;
            }
            try (INDArray rows = Nd4j.createFromArray(values).reshape('c', batch, BenchNetwork.FEATURES)) {
                batches[b] = rows.dup(order);
            }
        }
        return batches;
    }
}
