package org.vae4j.data.transform;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Draws every pixel exactly from Bernoulli(v / 255), eight pixels a random word.
 *
 * <p>A pixel is 1 iff u &lt; v for a byte u uniform on 0..254: of the 256 values of a random byte, 255 is drawn again,
 * so that P(1) = v / 255 without rounding (black pixels are 0 anyway and keep the first draw). The words are
 * SplitMix64's (Steele, Lea, Flood 2014) from a seed that is a pure function of (seed, set, epoch, example): what is
 * drawn for an example depends neither on its place in a batch nor on who draws it when. Immutable and safe for use by
 * many threads.
 */
public final class BernoulliPixels {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final long stream;

    /**
     * A stream of draws.
     *
     * @param seed any number
     * @param setName the name of the image set, so that training and test set have noise of their own
     */
    public BernoulliPixels(long seed, String setName) {
        long hash = seed;
        for (byte b : setName.getBytes(StandardCharsets.UTF_8)) {
            hash = mix(hash + GOLDEN_GAMMA ^ b & 0xff);
        }
        this.stream = mix(hash + GOLDEN_GAMMA);
    }

    /**
     * Replaces grey values by draws, in place.
     *
     * @param epoch which time the example is used
     * @param example index in its set
     * @param pixels unsigned bytes; becomes 0 or 255
     * @param from index of the first value
     * @param count number of values
     */
    public void binarise(long epoch, int example, byte[] pixels, int from, int count) {
        long seed = seed(epoch, example);
        int spare = (count + 7) / 8 * 8;
        int whole = count / 8 * 8;
        for (int j = 0; j < whole; j += 8) {
            long u = word(seed, j / 8);
            long v = (long) WORDS.get(pixels, from + j);
            WORDS.set(pixels, from + j, lessThan(u, v));
            if ((bytes255(u) & v) != 0) {
                spare = redraw(seed, spare, u, v, pixels, from + j, 8);
            }
        }
        if (whole < count) {
            long u = word(seed, whole / 8);
            long v = 0;
            for (int k = 0; k < count - whole; k++) {
                v |= (pixels[from + whole + k] & 0xffL) << 8 * k;
            }
            long ones = lessThan(u, v);
            for (int k = 0; k < count - whole; k++) {
                pixels[from + whole + k] = (byte) (ones >>> 8 * k);
            }
            redraw(seed, spare, u, v, pixels, from + whole, count - whole);
        }
    }

    /**
     * Decides anew for the bytes of {@code u} that are 255, with the stream's next unused bytes, from {@code spare} on.
     */
    private static int redraw(long seed, int spare, long u, long v, byte[] pixels, int at, int count) {
        int next = spare;
        for (int k = 0; k < count; k++) {
            int grey = (int) (v >>> 8 * k) & 0xff;
            int draw = (int) (u >>> 8 * k) & 0xff;
            while (draw == 255 && grey != 0) {
                draw = (int) (word(seed, next / 8) >>> 8 * (next % 8)) & 0xff;
                next++;
                pixels[at + k] = (byte) (draw < grey ? 255 : 0);
            }
        }
        return next;
    }

    /** The seed of one example's words. */
    long seed(long epoch, int example) {
        return mix(mix(stream + (epoch + 1) * GOLDEN_GAMMA) + (example + 1) * GOLDEN_GAMMA);
    }

    /** The {@code index}-th output of SplitMix64 with this seed. */
    static long word(long seed, int index) {
        return mix(seed + (index + 1) * GOLDEN_GAMMA);
    }

    /**
     * 255 in every byte where u &lt; v, both unsigned, else 0 (Hacker's Delight, section 2-18: compare bytes in a
     * word).
     */
    private static long lessThan(long u, long v) {
        long lowNotLess = (u | HIGH_BITS) - (v & ~HIGH_BITS);
        long less = (~u & v | ~(u ^ v) & ~lowNotLess) & HIGH_BITS;
        return (less >>> 7) * 0xff;
    }

    /** 255 in every byte that is 255, else 0. */
    private static long bytes255(long u) {
        long others = (~u & ~HIGH_BITS) + ~HIGH_BITS | ~u;
        return ((~others & HIGH_BITS) >>> 7) * 0xff;
    }

    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
