package org.vae4j.experiment.config.section;

import java.util.Map;
import java.util.Optional;

/** The keys that only some updaters read. A key that the chosen updater does not read must have its default. */
final class UpdaterKeys {

    /** The defaults by key, in the types of the record. */
    static final Map<String, Object> DEFAULTS = Map.of(
            "beta1", 0.9,
            "beta2", 0.999,
            "epsilon", 1e-8,
            "initialSecondMoment", 0.0,
            "momentum", 0.0,
            "rho", 0.99,
            "centred", false,
            "clipNorm", Optional.empty(),
            "clipValue", Optional.empty());

    private UpdaterKeys() {}

    /** Refuses values that the updater would ignore. */
    static void requireRead(NamedUpdater updater, Map<String, Object> values) {
        DEFAULTS.forEach((key, usual) -> {
            Object found = values.get(key);
            if (!updater.keys().contains(key) && !usual.equals(found)) {
                Object shown = found instanceof Optional<?> optional ? optional.get() : found;
                throw Check.wrong(
                        key,
                        shown + " with training.updater=" + updater.name(),
                        "none: this updater does not read it, leave the key out");
            }
        });
    }
}
