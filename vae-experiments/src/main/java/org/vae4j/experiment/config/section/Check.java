package org.vae4j.experiment.config.section;

import java.util.List;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.block.Dense;
import org.vae4j.network.transform.Transform;

/** Checks single values of a configuration. NaN fails every check; messages say what was found and expected. */
public final class Check {

    private Check() {}

    static void atLeast(String key, long value, long smallest) {
        if (value < smallest) {
            throw wrong(key, value, "a whole number of at least " + smallest);
        }
    }

    static void positive(String key, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw wrong(key, value, "a finite number above 0");
        }
    }

    static void notNegative(String key, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw wrong(key, value, "a finite number of at least 0");
        }
    }

    /** Requires {@code low <= value < high}. */
    static void within(String key, double value, double low, double high) {
        if (!(value >= low && value < high)) {
            throw wrong(key, value, "a number of at least " + low + " and below " + high);
        }
    }

    /** Requires sizes of at least 1 and copies the list. */
    static List<Integer> sizes(String key, List<Integer> sizes) {
        for (Integer size : sizes) {
            if (size == null || size < 1) {
                throw wrong(key, sizes, "sizes of at least 1, for example [400]");
            }
        }
        return List.copyOf(sizes);
    }

    /**
     * Requires a text that is not blank.
     *
     * @param key the key as a person writes it
     * @param value the value that was found
     */
    public static void text(String key, String value) {
        if (value.isBlank()) {
            throw wrong(key, "nothing", "a name");
        }
    }

    /**
     * Requires fully connected layers to have a size, and copies the list. Other blocks are checked when the shape of
     * the data is known.
     */
    static List<BlockSpec> blocks(String key, List<BlockSpec> blocks) {
        if (blocks.stream().anyMatch(block -> block instanceof Dense dense && dense.size() < 1)) {
            List<Object> found = blocks.stream()
                    .<Object>map(block -> block instanceof Dense dense ? dense.size() : block.name())
                    .toList();
            throw wrong(key, found, "sizes of at least 1, for example [400]");
        }
        return List.copyOf(blocks);
    }

    /** Requires transforms that suit the number of dimensions, and copies the list; an error names the place in it. */
    static List<Transform> transforms(String key, List<Transform> transforms, int latent) {
        for (int i = 0; i < transforms.size(); i++) {
            Transform transform = transforms.get(i);
            try {
                if (!transform.leavesUnchanged()) {
                    transform.contextColumns(latent);
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new IllegalArgumentException(key + "[" + i + "]." + transform.name() + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(transforms);
    }

    /**
     * Makes the exception for a wrong value.
     *
     * @param key the key as a person writes it
     * @param found the value that was found
     * @param expected the expected value, in words
     * @return the exception, to be thrown
     */
    public static IllegalArgumentException wrong(String key, Object found, String expected) {
        return new IllegalArgumentException(key + ": found " + found + ", expected " + expected);
    }
}
