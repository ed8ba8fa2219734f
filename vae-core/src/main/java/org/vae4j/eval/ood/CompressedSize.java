package org.vae4j.eval.ood;

import java.util.zip.Deflater;

/**
 * The size of an example when compressed by Deflate (RFC 1951): an upper bound, up to a constant, of its
 * complexity, and the code length of a model that knows no data set.
 *
 * <p>What is compressed must be what the likelihood is of: black and white pixels where it is Bernoulli's, whatever
 * grey values stand for their probabilities, and 8-bit values for a density.
 */
final class CompressedSize {

    private static final int BYTE_LEVELS = 255;
    private static final double NATS_PER_BYTE = 8 * Math.log(2);

    private final int levels;

    private CompressedSize(int levels) {
        this.levels = levels;
    }

    /** The size of black and white pixels: features are rounded to 0 or 1. */
    static CompressedSize ofBinary() {
        return new CompressedSize(1);
    }

    /** The size of features that are rounded to 256 levels. */
    static CompressedSize ofBytes() {
        return new CompressedSize(BYTE_LEVELS);
    }

    /**
     * The size of an example of features in [0, 1].
     *
     * @param columns a batch, column by column
     * @param examples its rows
     * @param example the index of the row
     * @return nats
     */
    double nats(double[] columns, int examples, int example) {
        byte[] bytes = new byte[columns.length / examples];
        for (int j = 0; j < bytes.length; j++) {
            double value = Math.max(0, Math.min(1, columns[j * examples + example]));
            bytes[j] = (byte) Math.round(levels * value);
        }
        return NATS_PER_BYTE * deflated(bytes);
    }

    private static int deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] target = new byte[bytes.length + 64];
            int size = 0;
            while (!deflater.finished()) {
                size += deflater.deflate(target);
            }
            return size;
        } finally {
            deflater.end();
        }
    }
}
