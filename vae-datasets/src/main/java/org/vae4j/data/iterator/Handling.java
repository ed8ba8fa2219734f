package org.vae4j.data.iterator;

import java.util.Objects;
import org.vae4j.data.transform.Augmentation;
import org.vae4j.data.transform.Binarisation;
import org.vae4j.data.transform.Dequantisation;

/**
 * The changes that an example undergoes each time it is used.
 *
 * @param binarisation {@link Binarisation.Dynamic} draws anew each time; the others are applied once
 * @param dequantisation of 8-bit values that are not binarised
 * @param augmentation of images, before all else
 * @param seed of dequantisation and augmentation
 */
public record Handling(Binarisation binarisation, Dequantisation dequantisation, Augmentation augmentation, long seed) {

    /** Examples as they are. */
    public static final Handling NONE =
            new Handling(new Binarisation.None(), Dequantisation.NONE, Augmentation.NONE, 0);

    /**
     * Checks that values are not made both binary and continuous.
     *
     * @throws IllegalArgumentException if they are
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
     * The same for examples that a model is evaluated on.
     *
     * @return without augmentation
     */
    public Handling forEvaluation() {
        return new Handling(binarisation, dequantisation, Augmentation.NONE, seed);
    }

    /**
     * The same with another binarisation.
     *
     * @param kind of binarisation
     * @return a copy
     */
    public Handling with(Binarisation kind) {
        return new Handling(kind, dequantisation, augmentation, seed);
    }
}
