package org.vae4j.experiment.preset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** All models by name, in the order in which a newcomer should meet them. */
public final class Presets {

    private static final List<Preset> ALL = text("index.txt")
            .lines()
            .map(name -> Preset.of(name, text(name + ".yaml")))
            .toList();

    private Presets() {}

    /**
     * All models.
     *
     * @return immutable
     */
    public static List<Preset> all() {
        return ALL;
    }

    /**
     * Finds a model by its name.
     *
     * @param name any name
     * @return the model of that name, or empty
     */
    public static Optional<Preset> named(String name) {
        return ALL.stream().filter(preset -> preset.name().equals(name)).findFirst();
    }

    private static String text(String file) {
        try (InputStream in = Presets.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("found no resource " + file + ", expected it beside index.txt");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
