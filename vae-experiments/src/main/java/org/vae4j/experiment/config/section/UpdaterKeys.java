package org.vae4j.experiment.config.section;

import java.util.Map;
import java.util.Optional;

/** The keys that only some updaters read. One that the chosen updater does not read must be as the defaults have it. */
final class UpdaterKeys {

    /** The defaults, as the records bind them. */
    static final Map<String, Object> USUAL = Map.of(
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

    /** Refuses values that would be ignored in silence. */
    static void requireRead(NamedUpdater updater, Map<String, Object> values) {
        USUAL.forEach((key, usual) -> {
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
