package org.vae4j.experiment.cli.study;

import java.io.File;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.vae4j.data.catalog.Datasets;
import org.vae4j.experiment.config.advice.Nearest;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.preset.Presets;
import org.vae4j.experiment.reproduce.KnownStudies;
import org.vae4j.experiment.reproduce.PublishedTarget;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.catalog.Studies;

/** The names of all experiments, for look-up and tab completion. */
public final class StudyNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return all().iterator();
    }

    /**
     * Finds a study by its name.
     *
     * @param name the name
     * @return the study
     * @throws ConfigException when there is none, with a suggestion where the name is near one or means something else
     */
    public static Study find(String name) {
        return KnownStudies.named(name)
                .orElseThrow(() -> new ConfigException("found no experiment '" + name + "', expected one of "
                        + String.join(", ", all())
                        + PublishedTarget.formerly(name)
                                .map(now -> "; '" + name + "' is called '" + now.id() + "' now")
                                .or(() -> model(name))
                                .or(() -> Nearest.to(name, all()).map(n -> "; did you mean '" + n + "'?"))
                                .or(() -> data(name))
                                .orElse("; data of your own: vae run my-vae data.source=PATH; a study of your own:"
                                        + " --extension JAR")));
    }

    private static Optional<String> model(String name) {
        return Presets.named(name)
                .map(preset ->
                        "; '" + name + "' is a model: vae describe " + name + " > model.yaml shows how to run it");
    }

    /** The advice for the name of a data set, a configuration's file or a path in the place of an experiment. */
    private static Optional<String> data(String name) {
        if (Datasets.names().contains(name)) {
            return Optional.of("; '" + name + "' is a data set: vae run mnist-vae data.name=" + name);
        }
        if (name.matches(".*\\.ya?ml")) {
            return Optional.of("; a file is named by --config: vae run mnist-vae --config " + name);
        }
        return new File(name).exists()
                ? Optional.of("; '" + name + "' is a path: vae run my-vae data.source=" + name)
                : Optional.empty();
    }

    private static List<String> all() {
        return Studies.all().stream().map(Study::name).toList();
    }
}
