package org.vae4j.experiment.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vae4j.extension.Extension;

/**
 * Reads and writes the components of the records that {@link Seams} binds: numbers, texts, constants, other parts,
 * records and lists of these.
 */
final class SeamValues {

    private SeamValues() {}

    /** Reads a value of a type; an error names the path. */
    static Object read(Type type, JsonNode node, String path) {
        if (type instanceof ParameterizedType list) {
            return readList(list.getActualTypeArguments()[0], node, path);
        }
        Class<?> single = (Class<?>) type;
        if (Seams.isSeam(single)) {
            return Seams.read(single, node, path);
        }
        if (single.isEnum()) {
            return constant(single, node, path);
        }
        if (single.isRecord()) {
            return Seams.readRecord(single, node, path);
        }
        if (single == String.class) {
            require(node.isValueNode(), path, node, "text");
            return node.asText();
        }
        if (single == boolean.class) {
            require(node.isBoolean(), path, node, "true or false");
            return node.booleanValue();
        }
        return number(single, node, path);
    }

    private static List<Object> readList(Type element, JsonNode node, String path) {
        require(node.isArray(), path, node, "a list");
        List<Object> values = new ArrayList<>();
        for (JsonNode each : node) {
            values.add(read(element, each, path + "[" + values.size() + "]"));
        }
        return List.copyOf(values);
    }

    private static Object number(Class<?> type, JsonNode node, String path) {
        boolean isReal = type == double.class || type == Double.class;
        String expected = isReal ? "a number" : "a whole number";
        try {
            if (isReal && (node.isNumber() || node.isTextual())) {
                return new BigDecimal(node.asText()).doubleValue();
            }
            if ((type == int.class || type == Integer.class) && node.isIntegralNumber()) {
                return node.bigIntegerValue().intValueExact();
            }
            if (type == long.class && node.isIntegralNumber()) {
                return node.bigIntegerValue().longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw mistake(path, node, expected);
        }
        throw mistake(path, node, expected);
    }

    private static Object constant(Class<?> type, JsonNode node, String path) {
        return Arrays.stream(type.getEnumConstants())
                .filter(c -> ((Enum<?>) c).name().equalsIgnoreCase(node.asText()))
                .findFirst()
                .orElseThrow(() -> mistake(
                        path,
                        node,
                        "one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(SeamValues::word)
                                        .collect(Collectors.joining(", "))));
    }

    private static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static void require(boolean fits, String path, JsonNode node, String expected) {
        if (!fits) {
            throw mistake(path, node, expected);
        }
    }

    private static ConfigException mistake(String path, JsonNode node, String expected) {
        return new ConfigException("found " + node + " for '" + path + "', expected " + expected);
    }

    /** Writes a value of a type. */
    static JsonNode write(Type type, Object value) {
        if (value instanceof List<?> list) {
            Type element = ((ParameterizedType) type).getActualTypeArguments()[0];
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            list.forEach(each -> array.add(write(element, each)));
            return array;
        }
        if (value instanceof Extension part) {
            return Seams.write((Class<?>) type, part);
        }
        if (value instanceof Record) {
            return Seams.writeRecord(value);
        }
        return value instanceof Enum<?> ? JsonNodeFactory.instance.textNode(word(value)) : Yaml.toTree(value);
    }
}
