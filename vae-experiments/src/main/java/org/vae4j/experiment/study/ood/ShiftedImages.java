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

/**
 * Sets of images that a model of some data set was not trained on: other data sets, changed images of its own data set,
 * constant images and noise. Each set has as many images as the original one, of the same shape.
 */
public final class ShiftedImages {

    private static final int WHITE = 255;
    /** The Gaussian kernel ends at this number of standard deviations, where its density is 1 % of the peak. */
    private static final double KERNEL_DEVIATIONS = 3;

    private final ImageSet images;
    private final long seed;

    /**
     * Prepares the sets.
     *
     * @param images images of the training distribution
     * @param seed the seed of lines and noise
     */
    public ShiftedImages(ImageSet images, long seed) {
        this.images = images;
        this.seed = seed;
    }

    /**
     * Makes all sets. MNIST and Fashion-MNIST are left out where they are not on this machine or have another shape.
     *
     * @param name the name of the data set of the images, which is not among the sets
     * @param blur standard deviation of the blur, in pixels
     * @param located adds the folder of the data sets to the specification of one
     * @return the sets by name: other data sets, lines, changed images, constant images and noise
     */
    public Map<String, ImageSet> all(String name, double blur, UnaryOperator<DataSpec> located) {
        Map<String, ImageSet> sets = new LinkedHashMap<>();
        for (String other : List.of("mnist", "fashion-mnist")) {
            if (!name.startsWith(other)) {
                recorded(other, located).ifPresent(set -> sets.put(other, set));
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

    private Optional<ImageSet> recorded(String name, UnaryOperator<DataSpec> located) {
        try {
            ImageSet test =
                    Datasets.open(located.apply(DataSpec.of(name))).test().images();
            return test.shape().equals(images.shape())
                    ? Optional.of(test.head(Math.min(images.size(), test.size())))
                    : Optional.empty();
        } catch (MissingDataException e) {
            return Optional.empty();
        }
    }

    /** {@return generated images of one line each} */
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
        return imageSet("inverted", pixels);
    }

    /**
     * Blurs the images by convolution with a Gaussian, first along rows, then along columns. Pixels outside an image
     * count as black.
     *
     * @param sigma standard deviation of the Gaussian, in pixels, above 0
     * @return the blurred images, rounded to grey levels
     * @throws IllegalArgumentException if sigma is not above 0 and finite
     */
    public ImageSet blurred(double sigma) {
        double[] weights = gaussianKernel(sigma);
        ImageShape shape = images.shape();
        int plane = shape.height() * shape.width();
        byte[] pixels = pixels();
        for (int start = 0; start < pixels.length; start += plane) {
            double[] values = new double[plane];
            for (int i = 0; i < plane; i++) {
                values[i] = pixels[start + i] & 0xff;
            }
            double[] rows = convolved(values, weights, shape.width(), 1, i -> i % shape.width());
            double[] blurred = convolved(rows, weights, shape.height(), shape.width(), i -> i / shape.width());
            for (int i = 0; i < plane; i++) {
                pixels[start + i] = (byte) Math.round(blurred[i]);
            }
        }
        return imageSet("blurred", pixels);
    }

    /** Weights proportional to {@code exp(-i^2 / (2 sigma^2))} for the offsets i from -r to r, with sum 1. */
    private static double[] gaussianKernel(double sigma) {
        if (!(sigma > 0 && Double.isFinite(sigma))) {
            throw new IllegalArgumentException("sigma: found %s, expected a finite number above 0".formatted(sigma));
        }
        int reach = (int) Math.ceil(KERNEL_DEVIATIONS * sigma);
        double[] weights = new double[2 * reach + 1];
        double total = 0;
        for (int i = -reach; i <= reach; i++) {
            weights[i + reach] = Math.exp(-i * i / (2 * sigma * sigma));
            total += weights[i + reach];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= total;
        }
        return weights;
    }

    /**
     * Convolves one channel along one axis.
     *
     * @param size the length of the axis
     * @param stride the distance in {@code values} from a pixel to the next one along the axis
     * @param place the coordinate on the axis of the pixel at an index
     */
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
        return imageSet("constant", pixels);
    }

    /** {@return images whose every value is drawn from 0 to 255} */
    public ImageSet noise() {
        byte[] pixels = pixels();
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        random.nextBytes(pixels);
        return imageSet("noise", pixels);
    }

    /** {@return a copy of the pixels of all images} */
    private byte[] pixels() {
        int size = images.shape().size();
        byte[] pixels = new byte[Math.multiplyExact(images.size(), size)];
        for (int i = 0; i < images.size(); i++) {
            images.copyPixels(i, pixels, i * size);
        }
        return pixels;
    }

    private ImageSet imageSet(String name, byte[] pixels) {
        return ImageSet.builder(name, images.shape(), pixels).build();
    }
}
