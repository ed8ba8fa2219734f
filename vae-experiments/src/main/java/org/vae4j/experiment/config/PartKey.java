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
 * A key of a configuration whose value names a part of a model, or a list of parts: {@code model.prior=vamp}, {@code
 * objective.terms=[free_bits]}.
 *
 * <p>A part is a class that a configuration chooses by its registered name, such as a prior or a term of the objective.
 * Its seam is the interface that all parts of the same kind implement. Names that a person types are compared without
 * underscores, hyphens and case, so {@code freeBits} finds {@code free_bits}.
 *
 * @param name the dotted name of the key
 * @param seam the interface of the parts that the key takes
 * @param isList whether the value is a list of parts
 */
public record PartKey(String name, Class<?> seam, boolean isList) {

    private static final List<PartKey> ALL = keysOf(ExperimentConfig.class);

    /**
     * Lists the keys of every experiment that take parts.
     *
     * @return the keys, in the order in which the reference of the configuration lists them
     */
    public static List<PartKey> all() {
        return ALL;
    }

    /**
     * Lists the keys that take a part of a name.
     *
     * @param part the name as a person types it
     * @return the keys; empty where no part has this name
     */
    public static List<PartKey> keysTaking(String part) {
        return ALL.stream().filter(key -> key.part(part).isPresent()).toList();
    }

    /**
     * Suggests assignments to a person who wrote the name of a part as a key, such as {@code objective.freeBits=0.5}.
     *
     * @param typed the key as it was typed
     * @return a question with one assignment for each key that takes the part; empty where no part has this name
     */
    static Optional<String> suggestion(String typed) {
        String part = typed.substring(typed.lastIndexOf('.') + 1);
        List<String> assignments = keysTaking(part).stream()
                .map(key -> "'" + key.assignment(key.part(part).orElseThrow()) + "'")
                .toList();
        return assignments.isEmpty()
                ? Optional.empty()
                : Optional.of("did you mean " + String.join(" or ", assignments) + "?");
    }

    /**
     * Finds the registered name of a part that this key takes.
     *
     * @param typed the name as a person types it; an exact name is preferred to one that differs in case or underscores
     * @return the registered name; empty where no part has this name
     */
    public Optional<String> part(String typed) {
        List<String> names = Seams.names(seam);
        return names.contains(typed)
                ? Optional.of(typed)
                : names.stream()
                        .filter(name -> withoutMarks(name).equals(withoutMarks(typed)))
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

    private static List<PartKey> keysOf(Class<?> section) {
        List<PartKey> keys = new ArrayList<>();
        collect(section, "", keys);
        return List.copyOf(keys);
    }

    /** Adds the keys of a section of the configuration and of the sections below it. */
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

    private static String withoutMarks(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
    }
}
