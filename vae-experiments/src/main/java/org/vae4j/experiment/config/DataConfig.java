package org.vae4j.experiment.config;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which examples.
 *
 * @param name a data set of the catalogue, for example {@code mnist} or {@code lines}
 * @param dir folder that holds one folder a data set; absent: the usual places
 * @param limit only so many training examples, the first; absent: all
 * @param valid training examples held out for validation, at least 0
 * @param binarisation how grey values become 0 or 1; part of the data's identity
 */
public record DataConfig(
        String name, Optional<String> dir, OptionalInt limit, int valid, BinarisationKind binarisation) {

    /** Validates. */
    public DataConfig {
        Check.text("name", name);
        limit.ifPresent(n -> Check.atLeast("limit", n, 1));
        Check.atLeast("valid", valid, 0);
    }

    /** How grey values become 0 or 1. */
    public enum BinarisationKind {
        /** Grey values stay. */
        NONE,
        /** 1 above half of the range. */
        THRESHOLD,
        /** Sampled once, by the run's seed. */
        STATIC,
        /** Sampled anew at each use. */
        DYNAMIC
    }
}
