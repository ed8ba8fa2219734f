package org.vae4j.data.iterator;

import java.util.Optional;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageSet;
import org.vae4j.data.transform.Augmenter;
import org.vae4j.data.transform.BernoulliPixels;
import org.vae4j.data.transform.Binarisation;
import org.vae4j.data.transform.Dequantisation;
import org.vae4j.data.transform.UniformNoise;

/**
 * Rows of examples that are augmented, binarised or dequantised anew at each use, in this order. Augmented values of
 * 8-bit images are rounded to whole numbers from 0 to 255 again.
 */
final class FreshRows implements BatchRows {

    private static final float WHITE = 255;

    private final ExampleSet set;
    private final Optional<Augmenter> augmenter;
    private final Optional<UniformNoise> noise;
    private final Optional<BernoulliPixels> draws;
    /** One example; empty for sets of floats. */
    private final byte[] bytes;

    private final float[] rows;
    private final RowsByColumn columns;

    FreshRows(ExampleSet set, int mostExamples, Handling handling) {
        this.set = set;
        int width = set.shape().size();
        this.augmenter = handling.augmentation().changesNothing()
                ? Optional.empty()
                : Optional.of(new Augmenter(handling.augmentation(), set.imageShape(), handling.seed(), set.name()));
        this.noise = handling.dequantisation() == Dequantisation.NONE
                ? Optional.empty()
                : Optional.of(new UniformNoise(handling.seed(), set.name()));
        this.draws = handling.binarisation() instanceof Binarisation.Dynamic dynamic
                ? Optional.of(new BernoulliPixels(dynamic.seed(), set.name()))
                : Optional.empty();
        boolean needsBytes = noise.isPresent() || draws.isPresent() || set instanceof ImageSet;
        this.bytes = new byte[needsBytes ? set.images().shape().size() : 0];
        this.rows = new float[Math.multiplyExact(mostExamples, width)];
        this.columns = new RowsByColumn(rows, width);
    }

    @Override
    public void take(long epoch, int example, int row) {
        int at = row * set.shape().size();
        if (bytes.length == 0) {
            set.copyTo(example, rows, at);
            augmenter.ifPresent(changes -> changes.apply(epoch, example, rows, at));
            return;
        }
        set.images().copyPixels(example, bytes, 0);
        augmenter.ifPresent(changes -> augment(changes, epoch, example, at));
        draws.ifPresent(pixels -> pixels.binarise(epoch, example, bytes, 0, bytes.length));
        if (noise.isPresent()) {
            noise.get().apply(epoch, example, bytes, rows, at);
            return;
        }
        for (int j = 0; j < bytes.length; j++) {
            rows[at + j] = (bytes[j] & 0xff) / WHITE;
        }
    }

    /** Augments the bytes; the example's row serves as working memory. */
    private void augment(Augmenter changes, long epoch, int example, int at) {
        for (int j = 0; j < bytes.length; j++) {
            rows[at + j] = bytes[j] & 0xff;
        }
        changes.apply(epoch, example, rows, at);
        for (int j = 0; j < bytes.length; j++) {
            bytes[j] = (byte) Math.round(rows[at + j]);
        }
    }

    @Override
    public void fill(int n, float[] target) {
        columns.fill(n, target);
    }

    @Override
    public void fill(int n, double[] target) {
        columns.fill(n, target);
    }
}
