package org.vae4j.experiment.config.formula;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Writes the parts of a model in the words that people use for them. */
public final class PartWords {

    /** The words for names that cannot be derived from the name itself. */
    private static final Map<String, String> SPOKEN = Map.of(
            "von_mises_fisher", "von Mises-Fisher",
            "sphere", "uniform on the sphere",
            "vamp", "VampPrior",
            "gaussian_learned", "Gaussian of one learned σ");

    /** Larger whole numbers are written with an exponent. */
    private static final double LARGEST_PLAIN = 1e9;

    private PartWords() {}

    /**
     * Writes a part of a configuration, or a list of parts, by name and settings.
     *
     * @param part a tree of the configuration
     * @return such as "free bits (0.25)"
     */
    public static String text(JsonNode part) {
        if (part.isArray()) {
            return StreamSupport.stream(part.spliterator(), false)
                    .map(PartWords::text)
                    .collect(Collectors.joining(", "));
        }
        if (part.isObject()) {
            Map.Entry<String, JsonNode> entry = part.properties().iterator().next();
            String settings = entry.getValue()
                    .toString()
                    .replaceAll("[{}\"]", "")
                    .replace(":", " ")
                    .replace(",", ", ");
            return words(entry.getKey()) + (settings.isEmpty() ? "" : " (" + settings + ")");
        }
        return words(part.asText());
    }

    /**
     * Writes a name as papers do.
     *
     * @param name the name of a part in a configuration
     * @return such as "VampPrior" for vamp
     */
    public static String words(String name) {
        return SPOKEN.getOrDefault(
                name, name.replace('_', ' ').replace("gaussian", "Gaussian").replace("bernoulli", "Bernoulli"));
    }

    /**
     * Writes a number without the decimal point of a whole one.
     *
     * @param value the number
     * @return such as "4" for 4.0
     */
    public static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < LARGEST_PLAIN
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
