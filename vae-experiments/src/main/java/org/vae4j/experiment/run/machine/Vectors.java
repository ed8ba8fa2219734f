package org.vae4j.experiment.run.machine;

import java.util.Set;

/**
 * Vector extensions of x86-64, widest first, with the flags by which Linux names them, the core types of OpenBLAS
 * 0.3.19 whose kernels use them, and the single-precision operations per cycle and core.
 */
public enum Vectors {
    /** 512 bits wide, two multiply-adds per cycle at best; some processors execute each in two halves. */
    AVX512("AVX-512", Set.of("avx512f", "avx512dq", "avx512bw", "avx512vl"), Set.of("skylakex", "cooperlake"), 64),
    /** 256 bits wide, two multiply-adds per cycle. */
    AVX2("AVX2", Set.of("avx2", "fma"), Set.of("haswell", "zen", "excavator"), 32),
    /** 256 bits wide without multiply-add. */
    AVX("AVX", Set.of("avx"), Set.of("sandybridge", "bulldozer", "piledriver", "steamroller"), 16),
    /** 128 bits wide. */
    SSE("SSE", Set.of("sse2"), Set.of("nehalem", "prescott", "core2", "penryn", "dunnington", "atom", "barcelona"), 8),
    /** Another architecture, or a system that does not say. */
    UNKNOWN("vector extensions unknown", Set.of(), Set.of(), 0);

    private final String text;
    private final Set<String> flags;
    private final Set<String> kernels;
    private final int flopsPerCycle;

    Vectors(String text, Set<String> flags, Set<String> kernels, int flopsPerCycle) {
        this.text = text;
        this.flags = flags;
        this.kernels = kernels;
        this.flopsPerCycle = flopsPerCycle;
    }

    /** {@return the name of the extension for a message} */
    public String text() {
        return text;
    }

    Set<String> flags() {
        return flags;
    }

    /**
     * Compares the operations per cycle of two extensions.
     *
     * @param other the extension to compare with
     * @return whether this one does fewer; false where either is unknown
     */
    public boolean isNarrowerThan(Vectors other) {
        return this != UNKNOWN && other != UNKNOWN && flopsPerCycle < other.flopsPerCycle;
    }

    /**
     * The largest factor by which a computation with this extension is slower than with a wider one.
     *
     * @param other a known extension that is not narrower than this one
     * @return the ratio of the operations per cycle
     * @throws IllegalArgumentException when either is unknown
     */
    public int mostTimesSlowerThan(Vectors other) {
        if (this == UNKNOWN || other == UNKNOWN) {
            throw new IllegalArgumentException("found " + this + " and " + other + ", expected two known extensions");
        }
        return other.flopsPerCycle / flopsPerCycle;
    }

    /**
     * The extension that the kernels of a core type of OpenBLAS use.
     *
     * @param coreType OpenBLAS's name of the core type, in any case
     * @return the extension; {@link #UNKNOWN} where the core type is not listed here
     */
    public static Vectors ofKernels(String coreType) {
        for (Vectors vectors : values()) {
            if (vectors.kernels.contains(coreType.toLowerCase(java.util.Locale.ROOT))) {
                return vectors;
            }
        }
        return UNKNOWN;
    }
}
