package org.vae4j.kernel.cpu;

/** One thread's blocks, arrays that the first-level cache holds. */
final class Scratch {

    /**
     * Length of a block's array. A load waits for an earlier store whose address agrees with its own in the last twelve
     * bits, as those of arrays would that lie 4 KiB apart: eight arrays of this length have different ones.
     */
    private static final int SPACED = VectorMath.BLOCK + 124;

    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    final VectorMath math = new VectorMath();
    final float[] a = new float[SPACED];
    final float[] b = new float[SPACED];
    final float[] c = new float[SPACED];
    final float[] d = new float[SPACED];
    final float[] e = new float[SPACED];
    final float[] rowSums = new float[SPACED];

    private Scratch() {}

    static Scratch get() {
        return OF_THREAD.get();
    }
}
