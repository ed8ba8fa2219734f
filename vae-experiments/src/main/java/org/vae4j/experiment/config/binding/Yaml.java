package org.vae4j.experiment.config.binding;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Converts between YAML texts, trees and configuration records. Reading is strict: unknown keys, keys that stand twice,
 * tags, aliases and octal numbers are refused.
 */
public final class Yaml {

    /** A number with leading zeros: YAML 1.1 reads 010 as eight, and 008 as no number at all. */
    public static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9_]+");

    /** The expected form in the place of such a number, for messages. */
    public static final String WITHOUT_LEADING_ZEROS =
            "a decimal number without leading zeros: YAML would read an octal one; quote it where a text is meant";

    /** The parser's message about a key that stands twice. */
    private static final Pattern TWICE = Pattern.compile("Duplicate field '([^']*)'");

    private static final ObjectMapper MAPPER = YAMLMapper.builder(new YAMLFactory())
            .addModule(new Jdk8Module())
            .addModule(new SimpleModule("words").addSerializer(new LowerCase()))
            .addModule(new SeamModule())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    private Yaml() {}

    /**
     * Writes constants in lower case, the same in every language: the lower case of a Turkish I would give a run
     * another identity.
     */
    private static final class LowerCase extends StdSerializer<Enum<?>> {

        private static final long serialVersionUID = 1L;

        LowerCase() {
            super(Enum.class, false);
        }

        @Override
        public void serialize(Enum<?> value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.name().toLowerCase(Locale.ROOT));
        }
    }

    /**
     * Parses a text of keys and values.
     *
     * @param source the place that error messages name
     * @return the tree, which is empty for an empty text
     * @throws ConfigException if the text is no YAML, has no keys, or uses what is refused
     */
    public static ObjectNode tree(String text, String source) {
        JsonNode tree = parse(text, source);
        if (tree.isMissingNode() || tree.isNull()) {
            return MAPPER.createObjectNode();
        }
        if (!tree.isObject()) {
            throw new ConfigException(source + ": found " + tree + ", expected keys and values in YAML");
        }
        return (ObjectNode) tree;
    }

    /**
     * Parses the value of an override.
     *
     * @param key the key of the override, for messages
     * @return the value; a null node for an empty text
     * @throws ConfigException if the text is no YAML, or uses what is refused
     */
    public static JsonNode value(String text, String key) {
        JsonNode value = parse(text, "override " + key);
        return value.isMissingNode() ? MAPPER.nullNode() : value;
    }

    private static JsonNode parse(String text, String source) {
        try {
            refuseSurprises(text, source);
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
            throw new ConfigException(source + where + ": not YAML: " + reason(text, e), e);
        }
    }

    /** Explains the two most frequent mistakes, for which the parser's own messages are obscure. */
    private static String reason(String text, JsonProcessingException e) {
        if (text.lines().anyMatch(line -> line.matches("\\s*\\t.*"))) {
            return "found a line that begins with a tab, expected blanks: indent with two blanks";
        }
        Matcher twice = TWICE.matcher(oneLine(e));
        return twice.find()
                ? "found the key '" + twice.group(1) + "' twice, expected it once: leave one out"
                : oneLine(e);
    }

    /**
     * Refuses aliases, tags and numbers with leading zeros. Without this check the tree would silently hold an alias's
     * name as a text, ignore tags, and hold octal numbers.
     */
    private static void refuseSurprises(String text, String source) throws JsonProcessingException {
        try (YAMLParser parser = ((YAMLFactory) MAPPER.getFactory()).createParser(text)) {
            while (parser.nextToken() != null) {
                boolean tagged = parser.getTypeId() != null;
                if (tagged || parser.isCurrentAlias()) {
                    throw new ConfigException(source + ", line "
                            + parser.currentTokenLocation().getLineNr() + ": found a YAML "
                            + (tagged ? "tag" : "alias") + ", expected plain values: write the value out");
                }
                if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && LEADING_ZERO.matcher(parser.getText()).matches()) {
                    throw new ConfigException(source + ", line "
                            + parser.currentTokenLocation().getLineNr() + ": found " + parser.getText()
                            + ", expected " + WITHOUT_LEADING_ZEROS);
                }
            }
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Converts a record or value to a tree. */
    public static JsonNode toTree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Writes a record, tree or value as YAML. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lists the values of a tree by dotted keys, in order; lists stay on one line. */
    public static Map<String, String> flat(ObjectNode tree) {
        Map<String, String> lines = new LinkedHashMap<>();
        flatten(tree, "", lines);
        return lines;
    }

    private static void flatten(JsonNode node, String key, Map<String, String> lines) {
        if (node.isObject()) {
            node.properties()
                    .forEach(e -> flatten(e.getValue(), key.isEmpty() ? e.getKey() : key + "." + e.getKey(), lines));
        } else {
            lines.put(key, node.isTextual() ? node.textValue() : node.toString());
        }
    }

    /**
     * Binds a tree to a record.
     *
     * @param path the dotted key of the tree, which is empty for the root
     * @throws ConfigException if a key is unknown or a value wrong; an error of the record's constructor names the full
     *     key
     */
    public static <T> T bind(JsonNode tree, Class<T> type, String path) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonMappingException e) {
            String inner = e.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .filter(name -> name != null)
                    .collect(Collectors.joining("."));
            String section = path.isEmpty() || inner.isEmpty() ? path + inner : path + "." + inner;
            Throwable cause = e.getCause();
            String found = cause instanceof IllegalArgumentException ? cause.getMessage() : oneLine(e);
            // Messages of configuration records begin with the wrong key, those of other classes with "found".
            boolean beginsWithKey = cause instanceof IllegalArgumentException && !found.startsWith("found ");
            throw new ConfigException((section.isEmpty() ? "" : section + (beginsWithKey ? "." : ": ")) + found, e);
        } catch (JsonProcessingException e) {
            throw new ConfigException(path + ": " + oneLine(e), e);
        }
    }

    private static String oneLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("cannot be read");
    }
}
