package org.vae4j.eval.ood;

import java.util.zip.Deflater;

/**
 * How much room an example takes when compressed by Deflate (RFC 1951): an upper bound, up to a constant, of its
 * complexity, and the code length of a model that knows no data set.
 */
final class CompressedSize {

    private static final int LEVELS = 255;
    private static final double NATS_PER_BYTE = 8 * Math.log(2);

    private CompressedSize() {}

    /**
     * The size of an example of features in [0, 1], rounded to bytes.
     *
     * @param columns a batch, column by column
     * @param examples its rows
     * @param example which row
     * @return nats
     */
    static double nats(double[] columns, int examples, int example) {
        byte[] bytes = new byte[columns.length / examples];
        for (int j = 0; j < bytes.length; j++) {
            double value = Math.max(0, Math.min(1, columns[j * examples + example]));
            bytes[j] = (byte) Math.round(LEVELS * value);
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
