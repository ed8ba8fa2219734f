package org.vae4j.experiment.config.section;

import java.util.Optional;
import java.util.OptionalInt;
import org.vae4j.data.transform.Binarisation;

/**
 * Which examples.
 *
 * @param name a data set of the catalogue, for example {@code mnist} or {@code lines}
 * @param dir folder that holds one folder a data set; absent: the usual places
 * @param limit only so many training examples, the first; absent: all
 * @param valid training examples held out for validation, at least 0
 * @param binarisation how grey values become 0 or 1: none, threshold, threshold:N, static (drawn once) or dynamic (drawn
 *     anew in each epoch); part of the data's identity
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
            Binarisation.of(binarisation, 0);
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
        if (name.equals("mnist-larochelle")) {
            return "static";
        }
        return binarisation.startsWith("static") ? "static (own draw, seed " + seed + ")" : binarisation;
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
