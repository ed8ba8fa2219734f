package org.vae4j.experiment.config.formula;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The parts of a model as people say them. */
public final class PartWords {

    private static final Map<String, String> SPOKEN = Map.of(
            "von_mises_fisher", "von Mises-Fisher",
            "sphere", "uniform on the sphere",
            "vamp", "VampPrior",
            "gaussian_learned", "Gaussian of one learned σ");

    private PartWords() {}

    /**
     * A part by its name and settings, as the configuration has them, without quotes.
     *
     * @param part a tree of the configuration
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
     * A name as papers have it.
     *
     * @param name of a part in a configuration
     */
    public static String words(String name) {
        return SPOKEN.getOrDefault(
                name, name.replace('_', ' ').replace("gaussian", "Gaussian").replace("bernoulli", "Bernoulli"));
    }

    /**
     * A number of a configuration: 4 for 4.0.
     *
     * @param value the number
     */
    public static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
