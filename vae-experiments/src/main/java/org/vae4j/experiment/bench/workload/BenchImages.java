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
 * Grey 28×28 images. All contenders read the same file in the same order, the peer in another library's process too,
 * hence the plain IDX format.
 */
public final class BenchImages {

    private static final int SIDE = BenchNetwork.SIDE;
    private static final int MAGIC = 2051;
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
     * Reads MNIST from a directory; without MNIST in it, makes images that resemble it.
     *
     * @param directory the directory to look in
     */
    public static BenchImages mnistOrSynthetic(Path directory) throws IOException {
        for (String file : FILES) {
            if (Files.exists(directory.resolve(file))) {
                return new BenchImages("mnist", shuffled(read(directory.resolve(file)).pixels));
            }
        }
        return likeMnist();
    }

    /** {@return as many images as MNIST trains on, which resemble it} */
    public static BenchImages likeMnist() {
        return synthetic(60_000);
    }

    /**
     * Strokes of a soft pen within the middle 20×20 pixels: as in MNIST, the border is zero in every image.
     *
     * @param count how many images
     */
    public static BenchImages synthetic(int count) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(1L);
        byte[] pixels = new byte[count * BenchNetwork.FEATURES];
        for (int i = 0; i < STROKES * count; i++) {
            stroke(pixels, i / STROKES * BenchNetwork.FEATURES, random);
        }
        return new BenchImages("synthetic", pixels);
    }

    private static void stroke(byte[] pixels, int image, UniformRandomProvider random) {
        double row = random.nextDouble(6, 22);
        double column = random.nextDouble(6, 22);
        double direction = random.nextDouble(0, 2 * Math.PI);
        for (int step = 0; step < STROKE_LENGTH; step++) {
            direction += random.nextDouble(-0.3, 0.3);
            row = Math.min(Math.max(row + Math.sin(direction), 5), 22);
            column = Math.min(Math.max(column + Math.cos(direction), 5), 22);
            dot(pixels, image, row, column);
        }
    }

    private static void dot(byte[] pixels, int image, double row, double column) {
        for (int r = (int) row - 1; r <= row + 1; r++) {
            for (int c = (int) column - 1; c <= column + 1; c++) {
                int ink = (int) (255 * Math.max(0, 1 - 0.4 * Math.hypot(r - row, c - column)));
                int at = image + r * SIDE + c;
                pixels[at] = (byte) Math.max(pixels[at] & 0xff, ink);
            }
        }
    }

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
            return new BenchImages(file.getFileName().toString(), in.readNBytes(count * features));
        }
    }

    /**
     * Writes the first images for the child processes.
     *
     * @param file the file, in the format IDX
     * @param count how many images
     */
    public void write(Path file, int count) throws IOException {
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

    /** {@return how many images there are} */
    public int count() {
        return pixels.length / BenchNetwork.FEATURES;
    }

    /** The images as the project's data sets have them. */
    public ImageSet imageSet() {
        return ImageSet.builder(name, new ImageShape(1, SIDE, SIDE), pixels).build();
    }

    /**
     * Whole batches {@code [batch, 784]} of values in [0, 1] in the order asked for, 'c' or 'f'.
     *
     * @param batch rows per batch
     * @param order the order of the arrays, 'c' or 'f'
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
