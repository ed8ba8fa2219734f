package org.vae4j.experiment.report.text;

import java.util.Arrays;

/** A part of a run's data. */
public enum DataPart {
    /** The examples that the model is trained on. */
    TRAIN("train", "training"),
    /** The examples that select an epoch and end a training. */
    VALID("valid", "validation"),
    /** The examples on which results are reported. */
    TEST("test", "test");

    private final String key;
    private final String words;

    DataPart(String key, String words) {
        this.key = key;
        this.words = words;
    }

    /**
     * The part of a key.
     *
     * @param key as a run's files have it
     * @throws IllegalArgumentException when no part has it
     */
    public static DataPart of(String key) {
        return Arrays.stream(values())
                .filter(part -> part.key.equals(key))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("found part '" + key + "', expected train, valid or test"));
    }

    /** {@return its name in the files of a run} */
    public String key() {
        return key;
    }

    /** {@return its name for readers, such as "validation"} */
    public String words() {
        return words;
    }

    /** {@return its examples in words, such as "validation examples"} */
    public String examples() {
        return words + " examples";
    }
}
