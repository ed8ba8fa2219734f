package org.vae4j.experiment.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.vae4j.experiment.config.section.LikelihoodChoice;
import org.vae4j.model.spec.DecoderLayout;

/**
 * The form in YAML of a type that is neither a record nor a seam.
 *
 * @param <T> the type
 */
public interface Binding<T> {

    /** The bindings by type. */
    Map<Class<?>, Binding<?>> ALL =
            Map.of(DecoderLayout.class, new Layouts(), LikelihoodChoice.class, new LikelihoodChoices());

    /** Reads a value; an error names the path. */
    T read(JsonNode node, String path);

    /** Writes a value in its shortest form. */
    JsonNode write(T value);

    /** Describes the forms of a value, for messages. */
    String expected();

    /** Brings a node into the shortest form of its value. */
    default JsonNode shortest(JsonNode node, String path) {
        return write(read(node, path));
    }
}
