package org.vae4j.experiment.reproduce;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.catalog.Studies;

/** Everything that can be run by its name: the project's studies and the published settings. */
public final class KnownStudies {

    private KnownStudies() {}

    /**
     * Finds a study.
     *
     * @param name any name
     * @return the study of that name, or empty
     */
    public static Optional<Study> named(String name) {
        return Studies.named(name).or(() -> PublishedStudy.named(name));
    }

    /**
     * The names of all studies.
     *
     * @return the names, those of the project's studies first
     */
    public static List<String> names() {
        return Stream.concat(Studies.all().stream(), PublishedStudy.all().stream())
                .map(Study::name)
                .toList();
    }
}
