package org.vae4j.experiment.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vae4j.experiment.config.binding.PartSettings;
import org.vae4j.experiment.config.binding.Seams;

/**
 * A key whose value is a part that is chosen by name, or a list of such parts.
 *
 * @param name the dotted name
 * @param seam the interface of the parts
 * @param isList whether the value is a list of parts
 */
public record PartKey(String name, Class<?> seam, boolean isList) {

    /**
     * Lists the keys of every experiment that take parts.
     *
     * @return the keys in the order of the records
     */
    public static List<PartKey> all() {
        List<PartKey> keys = new ArrayList<>();
        collect(ExperimentConfig.class, "", keys);
        return keys;
    }

    /**
     * Lists the keys that take a part of this name.
     *
     * @param part the name, with or without its underscores
     * @return the keys; empty where no part has this name
     */
    public static List<PartKey> of(String part) {
        return all().stream().filter(key -> key.part(part).isPresent()).toList();
    }

    /** Suggests an assignment where somebody wrote the name of a part as a key. */
    static Optional<String> suggestion(String typed) {
        String last = typed.substring(typed.lastIndexOf('.') + 1);
        return of(last).stream()
                .findFirst()
                .map(key -> "did you mean '" + key.assignment(key.part(last).orElseThrow()) + "'?");
    }

    /**
     * Finds the registered name of a part of this key.
     *
     * @param typed the name, with or without its underscores
     * @return the registered name; empty where no part has this name
     */
    public Optional<String> part(String typed) {
        return Seams.names(seam).stream()
                .filter(each -> plain(each).equals(plain(typed)))
                .findFirst();
    }

    /**
     * Writes the assignment that chooses a part.
     *
     * @param part its registered name
     * @return an assignment such as {@code model.prior=vamp} or {@code objective.terms=[free_bits]}
     */
    public String assignment(String part) {
        return name + "=" + (isList ? "[" + part + "]" : part);
    }

    /**
     * Lists the settings of a part.
     *
     * @param part its registered name
     * @return the settings by their names, each with its default value
     */
    public Map<String, JsonNode> settings(String part) {
        return Seams.settings(seam, part);
    }

    private static void collect(Class<?> section, String path, List<PartKey> keys) {
        for (RecordComponent component : section.getRecordComponents()) {
            String key = path.isEmpty() ? component.getName() : path + "." + component.getName();
            Type type = Schema.unwrap(component.getGenericType());
            Optional<Class<?>> seam = PartSettings.seamIn(type);
            if (seam.isPresent()) {
                keys.add(new PartKey(key, seam.get(), PartSettings.isList(type)));
            } else if (type instanceof Class<?> inner && inner.isRecord()) {
                collect(inner, key, keys);
            }
        }
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
    }
}
