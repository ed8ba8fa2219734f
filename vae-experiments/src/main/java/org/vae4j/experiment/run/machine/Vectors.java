package org.vae4j.experiment.run.machine;

import java.util.Set;

/** Vector extensions of x86-64, widest first, with the kernels of OpenBLAS 0.3.19 that use them. */
public enum Vectors {
    /** 512 bits wide, two multiply-adds per cycle at best; some processors split them in halves. */
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

    /** {@return the name of the instructions, for people} */
    public String text() {
        return text;
    }

    Set<String> flags() {
        return flags;
    }

    /**
     * Compares two widths.
     *
     * @param other others
     * @return whether these do less per cycle; false where either is unknown
     */
    public boolean isNarrowerThan(Vectors other) {
        return this != UNKNOWN && other != UNKNOWN && flopsPerCycle < other.flopsPerCycle;
    }

    /**
     * How much is lost at most by using these in place of others.
     *
     * @param other wider ones, see {@link #isNarrowerThan}
     * @return by how much the most operations of single precision per cycle differ
     */
    public int mostTimesSlowerThan(Vectors other) {
        return other.flopsPerCycle / flopsPerCycle;
    }

    /**
     * What a core type of OpenBLAS uses; one that is not listed here is taken at its word.
     *
     * @param coreType OpenBLAS's name of the core type
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
