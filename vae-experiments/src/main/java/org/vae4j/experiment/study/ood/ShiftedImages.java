package org.vae4j.experiment.study.ood;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.MissingDataException;
import org.vae4j.data.catalog.DataSpec;
import org.vae4j.data.catalog.Datasets;
import org.vae4j.data.synthetic.LineDataset;
import org.vae4j.data.synthetic.LineFactors;

/** Sets of images that a model of some data set was not trained on, from the nearly right to the absurd. */
public final class ShiftedImages {

    private static final int WHITE = 255;

    private final ImageSet images;
    private final long seed;

    /**
     * Prepares.
     *
     * @param images of the training distribution; every set has as many, of the same shape
     * @param seed of what is drawn
     */
    public ShiftedImages(ImageSet images, long seed) {
        this.images = images;
        this.seed = seed;
    }

    /**
     * All sets there are here.
     *
     * @param name of the data set the images are of, which is left out
     * @param blur standard deviation of the blurred images, in pixels
     * @param place says where a data set of the name is
     * @return by name: other data sets that are present, lines, then changed and made-up images
     */
    public Map<String, ImageSet> all(String name, double blur, UnaryOperator<DataSpec> place) {
        Map<String, ImageSet> sets = new LinkedHashMap<>();
        for (String other : List.of("mnist", "fashion-mnist")) {
            if (!name.startsWith(other)) {
                recorded(other, place).ifPresent(set -> sets.put(other, set));
            }
        }
        if (!name.equals("lines")) {
            sets.put("lines", lines());
        }
        sets.put("inverted", inverted());
        sets.put("blurred", blurred(blur));
        sets.put("constant", constant());
        sets.put("noise", noise());
        return sets;
    }

    private Optional<ImageSet> recorded(String name, UnaryOperator<DataSpec> place) {
        try {
            ImageSet test = Datasets.open(place.apply(DataSpec.of(name))).test().images();
            return test.shape().equals(images.shape())
                    ? Optional.of(test.head(Math.min(images.size(), test.size())))
                    : Optional.empty();
        } catch (MissingDataException e) {
            return Optional.empty();
        }
    }

    /** {@return images of one line each} */
    public ImageSet lines() {
        LineFactors factors = images.shape().channels() == 1 ? LineFactors.grey() : LineFactors.rgb();
        return LineDataset.sample("lines/shifted", images.shape(), factors, images.size(), seed);
    }

    /** {@return the images with black and white exchanged} */
    public ImageSet inverted() {
        byte[] pixels = pixels();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (WHITE - (pixels[i] & 0xff));
        }
        return made("inverted", pixels);
    }

    /**
     * The images, out of focus.
     *
     * @param sigma standard deviation of the Gaussian they are convolved with, in pixels, above 0; black outside
     * @return rounded to grey levels
     */
    public ImageSet blurred(double sigma) {
        int reach = (int) Math.ceil(3 * sigma);
        double[] weights = new double[2 * reach + 1];
        double total = 0;
        for (int i = -reach; i <= reach; i++) {
            weights[i + reach] = Math.exp(-i * i / (2 * sigma * sigma));
            total += weights[i + reach];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= total;
        }
        ImageShape shape = images.shape();
        int plane = shape.height() * shape.width();
        byte[] pixels = pixels();
        for (int start = 0; start < pixels.length; start += plane) {
            double[] values = new double[plane];
            for (int i = 0; i < plane; i++) {
                values[i] = pixels[start + i] & 0xff;
            }
            double[] rows = convolved(values, weights, shape.width(), 1, i -> i % shape.width());
            double[] both = convolved(rows, weights, shape.height(), shape.width(), i -> i / shape.width());
            for (int i = 0; i < plane; i++) {
                pixels[start + i] = (byte) Math.round(both[i]);
            }
        }
        return made("blurred", pixels);
    }

    /** Along one axis: {@code place} is where on it a value lies, {@code stride} how far its next one is. */
    private static double[] convolved(double[] values, double[] weights, int size, int stride, IntUnaryOperator place) {
        int reach = weights.length / 2;
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int at = place.applyAsInt(i);
            for (int k = Math.max(-reach, -at); k <= Math.min(reach, size - 1 - at); k++) {
                result[i] += weights[k + reach] * values[i + k * stride];
            }
        }
        return result;
    }

    /** {@return images of one grey level each, from black to white in equal steps} */
    public ImageSet constant() {
        byte[] pixels = pixels();
        int size = images.shape().size();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.round(WHITE * (double) (i / size) / Math.max(1, images.size() - 1));
        }
        return made("constant", pixels);
    }

    /** {@return images whose every value is drawn from 0 to 255} */
    public ImageSet noise() {
        byte[] pixels = pixels();
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        random.nextBytes(pixels);
        return made("noise", pixels);
    }

    private byte[] pixels() {
        int size = images.shape().size();
        byte[] pixels = new byte[Math.multiplyExact(images.size(), size)];
        for (int i = 0; i < images.size(); i++) {
            images.copyPixels(i, pixels, i * size);
        }
        return pixels;
    }

    private ImageSet made(String name, byte[] pixels) {
        return ImageSet.builder(name, images.shape(), pixels).build();
    }
}
