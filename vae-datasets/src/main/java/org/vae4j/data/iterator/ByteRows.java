package org.vae4j.data.iterator;

import java.util.Arrays;
import java.util.Optional;
import org.vae4j.data.ImageSet;
import org.vae4j.data.transform.BernoulliPixels;

/** Rows of 8-bit images, binarised anew at each use where draws are given. */
final class ByteRows implements BatchRows {

    /** Columns written together, so that the bytes of the rows that they come from stay in the first-level cache. */
    private static final int TILE = 64;

    /** The values v / 255 of all bytes v. */
    private static final float[] FLOATS = new float[256];

    private static final double[] DOUBLES = new double[256];

    static {
        for (int v = 0; v < 256; v++) {
            FLOATS[v] = v / 255f;
            DOUBLES[v] = v / 255d;
        }
    }

    private final ImageSet set;
    private final Optional<BernoulliPixels> draws;
    private final int width;
    private final byte[] rows;

    ByteRows(ImageSet set, int mostExamples, Optional<BernoulliPixels> draws) {
        this.set = set;
        this.draws = draws;
        this.width = set.shape().size();
        this.rows = new byte[Math.multiplyExact(mostExamples, width)];
    }

    @Override
    public void take(long epoch, int example, int row) {
        set.copyPixels(example, rows, row * width);
        if (draws.isPresent()) {
            draws.get().binarise(epoch, example, rows, row * width, width);
        }
    }

    /** Binarises a partner by the draws of an index behind all examples, which no example uses. */
    @Override
    public void takePartner(Partners partners, long epoch, int example, int row) {
        Arrays.fill(rows, row * width, (row + 1) * width, (byte) 0);
        partners.draw(set, epoch, example, rows, row * width);
        if (draws.isPresent()) {
            draws.get().binarise(epoch, set.size() + example, rows, row * width, width);
        }
    }

    @Override
    public void fill(int n, float[] target) {
        for (int tile = 0; tile < width; tile += TILE) {
            for (int j = tile; j < Math.min(tile + TILE, width); j++) {
                int out = j * n;
                for (int i = 0, in = j; i < n; i++, in += width) {
                    target[out + i] = FLOATS[rows[in] & 0xff];
                }
            }
        }
    }

    @Override
    public void fill(int n, double[] target) {
        for (int j = 0; j < width; j++) {
            for (int i = 0; i < n; i++) {
                target[j * n + i] = DOUBLES[rows[i * width + j] & 0xff];
            }
        }
    }
}
