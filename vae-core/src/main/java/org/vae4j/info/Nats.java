package org.vae4j.info;

/** Conversion between nats, the unit of this project, and bits; 1 nat = 1 / log 2 bits = 1.4427 bits. */
public final class Nats {

    private static final double NATS_PER_BIT = Math.log(2);

    private Nats() {}

    /**
     * The same amount of information in bits.
     *
     * @param nats an amount in nats
     * @return the amount in bits
     */
    public static double toBits(double nats) {
        return nats / NATS_PER_BIT;
    }
}
