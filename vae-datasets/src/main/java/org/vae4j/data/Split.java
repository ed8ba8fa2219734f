package org.vae4j.data;

import java.util.Objects;
import java.util.Optional;

/**
 * A data set as an experiment uses it. All parts have the same image shape.
 *
 * @param train what the model learns from
 * @param valid what choices are made on, where the data set has such a part
 * @param test what results are reported on
 */
public record Split(ImageSet train, Optional<ImageSet> valid, ImageSet test) {

    /**
     * Checks that the parts belong together.
     *
     * @throws IllegalArgumentException if the image shapes differ
     */
    public Split {
        Objects.requireNonNull(train, "train");
        Objects.requireNonNull(valid, "valid");
        Objects.requireNonNull(test, "test");
        requireShape(train.shape(), test);
        valid.ifPresent(v -> requireShape(train.shape(), v));
    }

    private static void requireShape(ImageShape expected, ImageSet part) {
        if (!part.shape().equals(expected)) {
            throw new IllegalArgumentException("images of " + part.name() + " are " + part.shape() + ", expected "
                    + expected + " as in the training set: use parts of one data set");
        }
    }
}
