package org.vae4j.data.transform;

/** How 8-bit values v become continuous. Part of the protocol: densities of other values are other numbers. */
public enum Dequantisation {
    /** They stay v / 255. */
    NONE,
    /**
     * (v + u) / 256 with u uniform on [0, 1), drawn anew at each use (Uria, Murray, Larochelle 2013; Theis, van den
     * Oord, Bethge 2016). log p in nats of these values, less d·log 256 for d values, is a lower bound on the log of
     * the probability of the bytes.
     */
    UNIFORM
}
