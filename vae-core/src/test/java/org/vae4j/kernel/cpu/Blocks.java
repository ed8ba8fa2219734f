package org.vae4j.kernel.cpu;

/** How the CPU's kernels cut what they work on, for tests that go across a cut. */
public final class Blocks {

    /** Values of a block. */
    public static final int LENGTH = VectorMath.BLOCK;

    private Blocks() {}
}
