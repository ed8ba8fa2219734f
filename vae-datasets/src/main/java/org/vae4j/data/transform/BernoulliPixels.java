package org.vae4j.data.transform;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Draws every pixel from Bernoulli(v / 255), where v is its grey value from 0 to 255, eight pixels per random word.
 *
 * <p>A pixel becomes 1 if u &lt; v for a byte u that is uniform on 0..254, so that P(1) = v / 255 without rounding. The
 * random bytes are the outputs of {@link SplitMix64} in little-endian order. Pixel j takes byte j; a byte of 255 is
 * replaced by the next unused byte, the first of which stands behind the last word that holds a pixel's byte. Pixels of
 * v = 0 need no replacement, as they become 0 for every u.
 *
 * <p>The draws are a pure function of (seed, set, epoch, example). Immutable and safe for use by many threads.
 */
public final class BernoulliPixels {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int REDRAWN = 255;

    private final ExampleSeeds seeds;

    /**
     * Starts a stream of draws.
     *
     * @param seed any number
     * @param setName the name of the image set, so that training and test set have draws of their own
     */
    public BernoulliPixels(long seed, String setName) {
        this.seeds = new ExampleSeeds(seed, setName);
    }

    /**
     * Replaces grey values by draws, in place.
     *
     * @param epoch in which the example is used
     * @param example index in its set
     * @param pixels unsigned bytes; each of the {@code count} becomes 0 or 255
     * @param from index of the first value
     * @param count number of values
     */
    public void binarise(long epoch, int example, byte[] pixels, int from, int count) {
        long seed = seeds.seed(epoch, example);
        int unused = (count + 7) / 8 * 8;
        int inWholeWords = count / 8 * 8;
        for (int j = 0; j < inWholeWords; j += 8) {
            long u = SplitMix64.output(seed, j / 8);
            long v = (long) WORDS.get(pixels, from + j);
            WORDS.set(pixels, from + j, lessThan(u, v));
            if ((bytesOf255(u) & v) != 0) {
                unused = redraw(seed, unused, u, v, pixels, from + j, 8);
            }
        }
        if (inWholeWords < count) {
            binariseRest(seed, unused, pixels, from + inWholeWords, count - inWholeWords, inWholeWords / 8);
        }
    }

    /** Draws the last pixels, which are fewer than eight. */
    private static void binariseRest(long seed, int unused, byte[] pixels, int from, int count, int word) {
        long u = SplitMix64.output(seed, word);
        long v = 0;
        for (int k = 0; k < count; k++) {
            v |= (pixels[from + k] & 0xffL) << 8 * k;
        }
        long ones = lessThan(u, v);
        for (int k = 0; k < count; k++) {
            pixels[from + k] = (byte) (ones >>> 8 * k);
        }
        redraw(seed, unused, u, v, pixels, from, count);
    }

    /**
     * Draws the pixels again whose byte in {@code u} is 255.
     *
     * @param unused index of the stream's next unused byte
     * @return index of the next byte that is unused afterwards
     */
    private static int redraw(long seed, int unused, long u, long v, byte[] pixels, int from, int count) {
        int next = unused;
        for (int k = 0; k < count; k++) {
            int grey = byteAt(v, k);
            int draw = byteAt(u, k);
            while (draw == REDRAWN && grey != 0) {
                draw = byteAt(SplitMix64.output(seed, next / 8), next % 8);
                next++;
                pixels[from + k] = (byte) (draw < grey ? 255 : 0);
            }
        }
        return next;
    }

    private static int byteAt(long word, int index) {
        return (int) (word >>> 8 * index) & 0xff;
    }

    /** The seed of the draws for one use of one example. */
    long seed(long epoch, int example) {
        return seeds.seed(epoch, example);
    }

    /**
     * Compares eight unsigned bytes at once: 255 in every byte where u &lt; v, else 0 (Hacker's Delight, section 2-18,
     * compares the bytes of a word).
     */
    private static long lessThan(long u, long v) {
        long lowNotLess = (u | HIGH_BITS) - (v & ~HIGH_BITS);
        long less = (~u & v | ~(u ^ v) & ~lowNotLess) & HIGH_BITS;
        return (less >>> 7) * 0xff;
    }

    /** 255 in every byte that is 255, else 0. */
    private static long bytesOf255(long u) {
        long others = (~u & ~HIGH_BITS) + ~HIGH_BITS | ~u;
        return ((~others & HIGH_BITS) >>> 7) * 0xff;
    }
}
