package org.vae4j.experiment.report.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths of this machine as a page of a run writes them: relative to the run's directory, since a reader elsewhere has
 * no use for the folders above it.
 *
 * @param root the run's directory, absolute
 */
public record RelativePaths(Path root) {

    /** Of two names at least, and not the end of a longer word or of an address. */
    private static final Pattern ABSOLUTE =
            Pattern.compile("(?<![\\w.~:/…)-])/(?:[^\\s/'\"=:,;()<>]+/)+[^\\s/'\"=:,;()<>]*");

    public RelativePaths {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * A text without absolute paths.
     *
     * @param text any text
     */
    public String in(String text) {
        return ABSOLUTE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(relative(found.group())));
    }

    /**
     * A tree without absolute paths in its texts.
     *
     * @param tree any tree; unchanged
     */
    public JsonNode in(JsonNode tree) {
        if (tree.isTextual()) {
            return TextNode.valueOf(in(tree.asText()));
        }
        if (tree.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            tree.forEach(value -> copy.add(in(value)));
            return copy;
        }
        if (tree.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            tree.properties().forEach(field -> copy.set(field.getKey(), in(field.getValue())));
            return copy;
        }
        return tree;
    }

    private String relative(String absolute) {
        Path path = Path.of(absolute);
        if (!path.isAbsolute()) {
            return absolute;
        }
        String relative = root.relativize(path.normalize()).toString().replace('\\', '/');
        return relative.isEmpty() ? "." : relative;
    }
}
