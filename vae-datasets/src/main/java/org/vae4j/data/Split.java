package org.vae4j.data;

import java.util.Objects;
import java.util.Optional;

/**
 * A data set as an experiment uses it. All parts have the same shape.
 *
 * @param train what the model learns from
 * @param valid what choices are made on, where the data set has such a part
 * @param test what results are reported on; where the data set has no test part, another part that stands in for it
 * @param reported which part {@code test} is
 */
public record Split(ExampleSet train, Optional<ExampleSet> valid, ExampleSet test, Reported reported) {

    /** Which part results are reported on. */
    public enum Reported {
        /** Examples that nothing was chosen by. */
        TEST,
        /** The validation examples: there are no test examples. */
        VALID,
        /** The training examples: there are no others. */
        TRAIN
    }

    /**
     * Checks that the parts belong together.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public Split {
        Objects.requireNonNull(train, "train");
        Objects.requireNonNull(valid, "valid");
        Objects.requireNonNull(test, "test");
        Objects.requireNonNull(reported, "reported");
        requireShape(train.shape(), test);
        valid.ifPresent(v -> requireShape(train.shape(), v));
    }

    /**
     * A data set with a test part.
     *
     * @param train what the model learns from
     * @param valid what choices are made on, where the data set has such a part
     * @param test what results are reported on
     */
    public Split(ExampleSet train, Optional<? extends ExampleSet> valid, ExampleSet test) {
        this(train, valid.map(part -> part), test, Reported.TEST);
    }

    /**
     * A data set without a test part: what is reported is measured on the validation examples, or on the training
     * examples where there are no others.
     *
     * @param train what the model learns from
     * @param valid what choices are made on, where the data set has such a part
     * @return the parts
     */
    public static Split withoutTest(ExampleSet train, Optional<ExampleSet> valid) {
        return new Split(train, valid, valid.orElse(train), valid.isPresent() ? Reported.VALID : Reported.TRAIN);
    }

    private static void requireShape(ExampleShape expected, ExampleSet part) {
        if (!part.shape().equals(expected)) {
            throw new IllegalArgumentException("examples of " + part.name() + " are " + part.shape() + ", expected "
                    + expected + " as in the training set: use parts of one data set");
        }
    }
}
