package org.vae4j.experiment.study.catalog;

import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.study.Study;
import org.vae4j.extension.Registry;

/**
 * All studies of the class path: this project's in the order in which a newcomer should meet them, then those of other
 * jars.
 */
public final class Studies {

    private Studies() {}

    /**
     * All studies.
     *
     * @return immutable
     * @throws org.vae4j.extension.BrokenExtensionException when one of another jar cannot be made, or has the name of
     *     another one
     */
    public static List<Study> all() {
        return registry().prototypes();
    }

    /**
     * One study.
     *
     * @param name the name, as {@link Study#name()} says it
     * @return the study, or nothing
     */
    public static Optional<Study> named(String name) {
        return registry().find(name);
    }

    /** Asked anew each time: the class path is that of the thread. */
    private static Registry<Study> registry() {
        return Registry.asListed(Study.class);
    }
}
