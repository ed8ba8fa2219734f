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

/** Text to tree to record and back, strictly. */
public final class Yaml {

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
     * Names of constants. Jackson's own lower case is that of the user's language, and a Turkish i would make another
     * run.
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

    /** What a parser says of the two most frequent mistakes nobody understands. */
    private static String reason(String text, JsonProcessingException e) {
        if (text.lines().anyMatch(line -> line.matches("\\s*\\t.*"))) {
            return "found a line that begins with a tab, expected blanks: indent with two blanks";
        }
        Matcher twice = TWICE.matcher(oneLine(e));
        return twice.find()
                ? "found the key '" + twice.group(1) + "' twice, expected it once: leave one out"
                : oneLine(e);
    }

    private static final Pattern TWICE = Pattern.compile("Duplicate field '([^']*)'");

    /** YAML 1.1 reads 010 as eight, and 008 as no number at all. */
    public static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9_]+");

    public static final String WITHOUT_LEADING_ZEROS =
            "a decimal number without leading zeros: YAML would read an octal one; quote it where a text is meant";

    /**
     * The tree would have an alias's name as a text, would ignore a tag, and would read a number with a leading zero as
     * an octal one: all silently.
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

    public static JsonNode toTree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Dotted keys and their values on one line, in order. */
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

    /** Binds a tree to a record; a mistake that the record's constructor finds is named by its full key. */
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
            // A record of the configuration says which of its keys is wrong; others begin with what was found.
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
