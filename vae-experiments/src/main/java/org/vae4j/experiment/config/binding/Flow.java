package org.vae4j.experiment.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Repairs settings that were typed without blanks on a command line, such as {@code {conv:{channels:32}}}. YAML wants a
 * blank behind a colon and takes {@code channels:32} for a key without a value.
 */
final class Flow {

    private Flow() {}

    /** Splits each such key into key and value. */
    static JsonNode unpacked(JsonNode node, String path) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode result = object.objectNode();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            int colon = entry.getKey().indexOf(':');
            if (colon > 0 && entry.getValue().isNull()) {
                String value = entry.getKey().substring(colon + 1);
                result.set(entry.getKey().substring(0, colon), Yaml.value(value, path));
            } else {
                result.set(entry.getKey(), entry.getValue());
            }
        }
        return result;
    }
}
