package org.vae4j.experiment.sweep.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vae4j.experiment.config.binding.ConfigException;

/** The sweeps that come with the project, each a YAML file among the resources of this package. */
public final class Sweeps {

    private static final List<String> NAMES = List.of("beta-sweep", "latent-dimension-sweep");

    private Sweeps() {}

    /** {@return the names of the sweeps, from the one that a newcomer should try first} */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Reads a sweep that comes with the project.
     *
     * @param name one of {@link #names()}
     * @return the sweep
     */
    public static SweepFile named(String name) {
        String file = name + ".yaml";
        try (InputStream in = Sweeps.class.getResourceAsStream(file)) {
            return SweepFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Finds a sweep. A path that exists is preferred to a name.
     *
     * @param nameOrFile the path of a sweep's file or of its directory, or the name of a sweep of the project
     * @return the sweep
     * @throws ConfigException when there is neither, or the file is no sweep
     */
    public static SweepFile find(String nameOrFile) {
        Path file = Path.of(nameOrFile);
        if (Files.exists(file)) {
            if (Files.isDirectory(file) && Files.isRegularFile(file.resolve("sweep.yaml"))) {
                return SweepFile.parse(
                        read(file.resolve("sweep.yaml")), file.getFileName().toString(), file.toString());
            }
            return SweepFile.read(file);
        }
        if (NAMES.contains(nameOrFile)) {
            return named(nameOrFile);
        }
        throw nameOrFile.contains("/") || nameOrFile.endsWith(".yaml")
                ? new ConfigException("found no file " + file + ", expected a sweep in YAML")
                : AxisReader.unknown("sweep", nameOrFile, NAMES);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + " (" + e.getMessage() + "), expected YAML in UTF-8", e);
        }
    }
}
