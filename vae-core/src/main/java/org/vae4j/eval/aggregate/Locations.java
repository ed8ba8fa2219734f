package org.vae4j.eval.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.RowBlocks;
import org.vae4j.model.LatentModel;

/** The locations of the posteriors of n examples, such as the means of Gaussians, for any family. */
final class Locations implements Consumer<INDArray> {

    private final LatentModel model;
    private final List<double[]> parts = new ArrayList<>();
    private int examples;

    Locations(LatentModel model) {
        this.model = model;
    }

    @Override
    public void accept(INDArray x) {
        Matrix locations = Matrix.of(model.location(x));
        double[] values = new double[locations.length()];
        Kernels.of(locations.type()).read(locations, values);
        parts.add(values);
        examples += locations.rows();
    }

    /** {@return the variance over the examples of each dimension} */
    List<Double> variances() {
        List<Double> variances = new ArrayList<>();
        double[] dimension = new double[examples];
        for (int j = 0; j < model.latent(); j++) {
            int from = 0;
            for (double[] part : parts) {
                int count = part.length / model.latent();
                System.arraycopy(part, j * count, dimension, from, count);
                from += count;
            }
            variances.add(variance(dimension, 0, examples));
        }
        return variances;
    }

    /** The variance of a run of values. */
    static double variance(double[] values, int from, int count) {
        double average = Arrays.stream(values, from, from + count).average().orElseThrow();
        return Arrays.stream(values, from, from + count)
                .map(m -> (m - average) * (m - average))
                .average()
                .orElseThrow();
    }

    /** Hands on the first examples, batch after batch, and resets the iterator. */
    static void forEachHead(DataSetIterator data, int limit, Consumer<INDArray> reader) {
        if (limit < 1) {
            throw new IllegalArgumentException("found a limit of " + limit + " examples, expected a number >= 1");
        }
        int examples = 0;
        while (data.hasNext() && examples < limit) {
            INDArray x = data.next().getFeatures();
            int count = Math.toIntExact(Math.min(x.size(0), limit - examples));
            reader.accept(count == x.size(0) ? x : RowBlocks.rows(x, 0, count));
            examples += count;
        }
        data.reset();
        if (examples == 0) {
            throw new IllegalArgumentException("found no examples, expected at least one to look at");
        }
    }
}
