package org.vae4j.experiment.config.section;

import org.vae4j.data.transform.Augmentation;

/**
 * What is done to training images anew at each use.
 *
 * @param shift most pixels along each axis; 0: none
 * @param flip which half of the images is mirrored
 * @param rotate most degrees about the middle, either way; 0: none
 */
public record AugmentConfig(int shift, Augmentation.Flip flip, double rotate) {

    /** Validates the numbers. */
    public AugmentConfig {
        new Augmentation(shift, flip, rotate);
    }

    /** {@return the rule} */
    public Augmentation rule() {
        return new Augmentation(shift, flip, rotate);
    }
}
