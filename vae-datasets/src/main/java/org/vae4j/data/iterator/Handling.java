package org.vae4j.data.iterator;

import java.util.Objects;
import org.vae4j.data.transform.Augmentation;
import org.vae4j.data.transform.Binarisation;
import org.vae4j.data.transform.Dequantisation;

/**
 * The changes that an example undergoes each time it is used.
 *
 * @param binarisation the binarisation of images; {@link Binarisation.Dynamic} draws anew each time, the others are
 *     applied once
 * @param dequantisation the dequantisation of 8-bit values that are not binarised
 * @param augmentation the random changes to images, which come before all else
 * @param seed the seed of dequantisation and augmentation
 */
public record Handling(Binarisation binarisation, Dequantisation dequantisation, Augmentation augmentation, long seed) {

    /** No change: examples are used as they are. */
    public static final Handling NONE =
            new Handling(new Binarisation.None(), Dequantisation.NONE, Augmentation.NONE, 0);

    /**
     * Checks that values are not made both binary and continuous.
     *
     * @throws IllegalArgumentException if both a binarisation and a dequantisation are given
     */
    public Handling {
        Objects.requireNonNull(binarisation, "binarisation");
        Objects.requireNonNull(dequantisation, "dequantisation");
        Objects.requireNonNull(augmentation, "augmentation");
        if (dequantisation != Dequantisation.NONE && !(binarisation instanceof Binarisation.None)) {
            throw new IllegalArgumentException("found data.dequantise=uniform with data.binarisation="
                    + binarisation.id() + ", expected one of them: binary values are not dequantised");
        }
    }

    /**
     * The handling of examples that a model is evaluated on.
     *
     * @return a copy without augmentation
     */
    public Handling forEvaluation() {
        return new Handling(binarisation, dequantisation, Augmentation.NONE, seed);
    }

    /**
     * Replaces the binarisation.
     *
     * @param kind the binarisation
     * @return a copy
     */
    public Handling with(Binarisation kind) {
        return new Handling(kind, dequantisation, augmentation, seed);
    }
}
