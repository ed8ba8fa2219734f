package org.vae4j.experiment.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.vae4j.experiment.config.section.LikelihoodChoice;
import org.vae4j.model.spec.DecoderLayout;

/**
 * How a type is written in YAML that is neither a record nor a seam.
 *
 * @param <T> the type
 */
public interface Binding<T> {

    /** The types, each with its binding. */
    Map<Class<?>, Binding<?>> ALL =
            Map.of(DecoderLayout.class, new Layouts(), LikelihoodChoice.class, new LikelihoodChoices());

    /** The value that a node says; a mistake is named by its path. */
    T read(JsonNode node, String path);

    /** The shortest node that says the value. */
    JsonNode write(T value);

    /** What may stand for a value, for messages. */
    String expected();

    /** The node again, in its shortest form. */
    default JsonNode shortest(JsonNode node, String path) {
        return write(read(node, path));
    }
}
