package org.vae4j.kernel.cpu;

/** The size of the blocks of the CPU's kernels, for tests that go across their borders. */
public final class Blocks {

    /** Values of a block. */
    public static final int LENGTH = VectorMath.BLOCK;

    private Blocks() {}
}
