package org.vae4j.kernel.cpu;

/**
 * The blocks of one thread: arrays that the first-level cache holds. Every kernel overwrites those it uses, so nothing
 * in them outlives a call, and a kernel that calls another one may not rely on them afterwards.
 */
final class Scratch {

    /**
     * Length of an array: a block and 124 unused values. A processor lets a load wait for an earlier store whose
     * address has the same last twelve bits, which happens between arrays that lie 4 KiB apart. With this length the
     * addresses of eight successive arrays differ in these bits.
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
