package org.vae4j.data;

import java.util.Objects;
import java.util.Optional;

/**
 * A data set as an experiment uses it. All parts have the same shape.
 *
 * @param train the examples that the model learns from
 * @param valid the examples that choices are made on, where the data set has such a part
 * @param test the examples that results are reported on; another part stands in where the data set has no test part
 * @param reported the part that {@code test} is
 */
public record Split(ExampleSet train, Optional<ExampleSet> valid, ExampleSet test, Reported reported) {

    /** The part that results are reported on. */
    public enum Reported {
        /** Test examples, on which no choice was made. */
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
     * Makes the split of a data set with a test part.
     *
     * @param train the examples that the model learns from
     * @param valid the examples that choices are made on, where the data set has such a part
     * @param test the examples that results are reported on
     */
    public Split(ExampleSet train, Optional<? extends ExampleSet> valid, ExampleSet test) {
        this(train, valid.map(part -> part), test, Reported.TEST);
    }

    /**
     * Makes the split of a data set without a test part. Results are reported on the validation examples, or on the
     * training examples where there are no others.
     *
     * @param train the examples that the model learns from
     * @param valid the examples that choices are made on, where the data set has such a part
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
