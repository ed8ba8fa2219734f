package org.vae4j.experiment.study.sigma;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.synthetic.LineDataset;
import org.vae4j.data.synthetic.LineFactors;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;

/** Line images with Gaussian noise added once to every pixel: data whose irreducible standard deviation is known. */
public final class NoisyLines {

    /** Grey, 16 by 16 pixels. */
    public static final ImageShape SHAPE = new ImageShape(1, 16, 16);

    private final List<INDArray> batches = new ArrayList<>();

    /**
     * Draws images, a pure function of the seed.
     *
     * @param n the number of images, a multiple of the batch size
     * @param batch images per batch, at least 1
     * @param noise standard deviation of the noise, in units of white = 1
     * @param seed any number
     * @throws IllegalArgumentException if the images do not fill whole batches
     */
    public NoisyLines(int n, int batch, double noise, long seed) {
        if (batch < 1 || n % batch != 0) {
            throw new IllegalArgumentException(
                    "found %d images in batches of %d, expected whole batches".formatted(n, batch));
        }
        int size = SHAPE.size();
        ImageSet images = LineDataset.sample("lines", SHAPE, LineFactors.grey(), n, Streams.derive(seed, "images"));
        for (int first = 0; first < n; first += batch) {
            double[] epsilon = GaussianNoise.draw(Streams.at(Streams.derive(seed, "noise"), first), batch * size);
            INDArray x = Nd4j.createUninitialized(DataType.FLOAT, new long[] {batch, size}, 'f');
            // In 'f' order: image i % batch, pixel i / batch.
            for (int i = 0; i < batch * size; i++) {
                x.data().put(i, images.pixel(first + i % batch, i / batch) / 255.0 + noise * epsilon[i]);
            }
            batches.add(x);
        }
    }

    /**
     * The images in batches.
     *
     * @return arrays {@code [batch, 256]} in 'f' order, not to be changed
     */
    public List<INDArray> batches() {
        return List.copyOf(batches);
    }

    /**
     * The batches for training, always in the same order.
     *
     * @return an iterator whose labels are its features
     */
    public DataSetIterator iterator() {
        return new ExistingDataSetIterator(
                batches.stream().map(x -> new DataSet(x, x)).toList());
    }
}
