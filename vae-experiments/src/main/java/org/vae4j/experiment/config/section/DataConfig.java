package org.vae4j.experiment.config.section;

import java.util.Optional;
import java.util.OptionalInt;
import org.vae4j.data.transform.Binarisation;
import org.vae4j.likelihood.ValueRange;

/**
 * Which examples.
 *
 * @param name a data set of the catalogue, for example {@code mnist} or {@code lines}
 * @param dir folder that holds one folder a data set; absent: the usual places
 * @param limit only so many training examples, the first; absent: all
 * @param valid training examples held out for validation, at least 0
 * @param binarisation how the grey value of each channel becomes 0 or 1: none, threshold, threshold:N, static (drawn once)
 *     or dynamic (drawn anew in each epoch); part of the data's identity, in one spelling
 * @param seed of generated data and of static binarisation; the same for runs with different seeds, so that they compare
 * @param lines what {@code lines} is made of; other data sets ignore it
 */
public record DataConfig(
        String name,
        Optional<String> dir,
        OptionalInt limit,
        int valid,
        String binarisation,
        long seed,
        LinesConfig lines) {

    /** Validates. */
    public DataConfig {
        Check.text("name", name);
        limit.ifPresent(n -> Check.atLeast("limit", n, 1));
        Check.atLeast("valid", valid, 0);
        try {
            binarisation = Binarisation.canonical(binarisation);
        } catch (IllegalArgumentException e) {
            throw Check.wrong(
                    "binarisation", "'" + binarisation + "'", "none, threshold, threshold:N, static or dynamic");
        }
    }

    /**
     * Under which protocol likelihoods of this data are measured. Numbers of different protocols differ by several nats
     * for the same model and must not be compared.
     *
     * @return {@code static} for the published binarised set, {@code dynamic}, {@code none} for grey values; a threshold
     *     or a static draw of this project's own is named as such
     */
    public String protocol() {
        if (comesBinary()) {
            return "static";
        }
        if (binarisation.equals("threshold")) {
            return Binarisation.of(binarisation, 0).id();
        }
        return binarisation.startsWith("static") ? "static (own draw, seed " + seed + ")" : binarisation;
    }

    /**
     * The values that the model sees.
     *
     * @return 0 and 1 alone where the images are binarised, by this configuration or as they were published
     */
    public ValueRange values() {
        return comesBinary() || !binarisation.equals("none") ? ValueRange.BINARY : ValueRange.UNIT_INTERVAL;
    }

    // Not called isX: the configuration's writer would take that for a key.

    /** {@return whether the images are 0 and 1 as they were published, which Larochelle's are} */
    public boolean comesBinary() {
        return name.equals("mnist-larochelle");
    }

    /** {@return whether {@link #seed} has any part in the data} */
    public boolean usesSeed() {
        return name.equals("lines") || binarisation.equals("static");
    }

    /**
     * The same data, in another folder.
     *
     * @param folder that holds one folder a data set
     * @return otherwise equal
     */
    public DataConfig in(String folder) {
        return new DataConfig(name, Optional.of(folder), limit, valid, binarisation, seed, lines);
    }
}
