package org.vae4j.data.transform;

/**
 * The way in which 8-bit values v become continuous. It belongs to the protocol of an evaluation, since densities of
 * values that were made continuous in different ways are not comparable.
 */
public enum Dequantisation {
    /** The values stay discrete: v / 255. */
    NONE,
    /**
     * (v + u) / 256 with u uniform on [0, 1), drawn anew at each use (Uria, Murray, Larochelle 2013; Theis, van den
     * Oord, Bethge 2016). log p in nats of these values, less d·log 256 for d values, is a lower bound on the log of
     * the probability of the bytes.
     */
    UNIFORM
}
