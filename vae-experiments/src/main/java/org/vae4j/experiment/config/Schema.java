package org.vae4j.experiment.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.vae4j.experiment.config.advice.OtherNames;
import org.vae4j.experiment.config.advice.OtherWords;
import org.vae4j.experiment.config.advice.ValueForm;
import org.vae4j.experiment.config.binding.Binding;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.PartSettings;
import org.vae4j.experiment.config.binding.Seams;
import org.vae4j.experiment.config.binding.Yaml;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.network.BlockSpec;

/**
 * The keys that a record type declares by its components, and the values that each may have.
 *
 * <p>Nested records are sections; {@code Optional} components may be absent or null. {@link #check} checks a whole tree
 * before it is bound to records, so that an error names the full key.
 */
final class Schema {

    private final Class<? extends Record> root;
    private final Class<? extends Record> study;
    private final Set<String> absent;

    /**
     * The schema of a record type.
     *
     * @param root the type of the whole tree
     * @param study the type of the free-form section, which the root declares as a {@code Map}
     * @param absent components of the root that this experiment does not have
     */
    Schema(Class<? extends Record> root, Class<? extends Record> study, Set<String> absent) {
        this.root = root;
        this.study = study;
        this.absent = Set.copyOf(absent);
    }

    /** The components of the root that this experiment does not have. */
    Set<String> absent() {
        return absent;
    }

    /**
     * Checks a tree of any of the keys and returns it with every value in the form of its component: numbers that were
     * written as texts become numbers.
     *
     * @throws ConfigException if a key is unknown or a value has the wrong type; the message begins with the source
     */
    JsonNode check(JsonNode tree, String source) {
        return section(root, tree, "", source);
    }

    /**
     * Finds the type of the component that a dotted key names.
     *
     * @throws ConfigException if there is none
     */
    Type typeOf(String key, String source) {
        Type type = root;
        String path = "";
        for (String name : key.split("\\.", -1)) {
            Type inner = unwrap(type);
            if (TrainingGroups.isGroups(inner)) {
                type = TrainingConfig.class;
                path = path + "." + name;
                continue;
            }
            if (!(inner instanceof Class<?> section && section.isRecord())) {
                throw new ConfigException(
                        source + ": found key '" + key + "', but '" + path + "' is a value and has no keys of its own");
            }
            type = component(section, name, path, key, source);
            path = path.isEmpty() ? name : path + "." + name;
        }
        return type;
    }

    /**
     * A key that leads into a value of parts, split in two.
     *
     * @param key the dotted key of the value
     * @param type the type of the value
     * @param names the names after that key, which lead to a setting of a part
     */
    record InPart(String key, Type type, List<String> names) {}

    /** Splits a dotted key that leads into parts that are chosen by name; empty for other keys. */
    Optional<InPart> partIn(String key) {
        List<String> names = List.of(key.replace("[", ".[").split("\\.", -1));
        Type type = root;
        for (int i = 0; i < names.size(); i++) {
            Type inner = unwrap(type);
            if (PartSettings.seamIn(inner).isPresent()) {
                return Optional.of(
                        new InPart(String.join(".", names.subList(0, i)), inner, names.subList(i, names.size())));
            }
            if (TrainingGroups.isGroups(inner)) {
                type = TrainingConfig.class;
                continue;
            }
            Optional<Type> next = inner instanceof Class<?> section && section.isRecord()
                    ? component(section, names.get(i))
                    : Optional.empty();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            type = next.get();
        }
        return Optional.empty();
    }

    static boolean isText(Type type) {
        return unwrap(type) == String.class;
    }

    private ObjectNode section(Class<?> type, JsonNode tree, String path, String source) {
        if (!tree.isObject()) {
            throw new ConfigException(source + ": found " + show(tree) + " for '" + path
                    + "', expected a section with the keys " + names(type)
                    + (tree.isTextual() ? OtherNames.ofSection(path, tree.textValue()) : ""));
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            Type expected = component(type, entry.getKey(), path, key, source);
            result.set(entry.getKey(), value(expected, entry.getValue(), key, source));
        }
        return result;
    }

    private JsonNode value(Type type, JsonNode node, String key, String source) {
        if (node.isNull()) {
            if (isOptional(type)) {
                return NullNode.getInstance();
            }
            throw wrongType(key, node, unwrap(type), source);
        }
        Type inner = unwrap(type);
        if (inner instanceof Class<?> seam && Seams.isSeam(seam)) {
            return withSource(source, () -> Seams.write(seam, Seams.read(seam, node, key)));
        }
        if (Binding.ALL.containsKey(inner)) {
            return withSource(source, () -> Binding.ALL.get(inner).shortest(node, key));
        }
        if (inner instanceof Class<?> single) {
            return single.isRecord() ? section(single, node, key, source) : scalar(single, node, key, source);
        }
        if (TrainingGroups.isGroups(inner)) {
            return groups(node, key, source);
        }
        ParameterizedType list = (ParameterizedType) inner;
        if (!node.isArray()) {
            List<String> names = PartSettings.seamIn(inner).map(Seams::names).orElse(List.of());
            String form = node.isValueNode() ? ValueForm.list(key, node.asText(), names) : "";
            throw new ConfigException(wrongType(key, node, inner, source).getMessage() + form);
        }
        Type element = list.getActualTypeArguments()[0];
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        for (JsonNode each : node) {
            String place = Seams.isSeam(element) ? key + "[" + result.size() + "]" : key;
            result.add(value(element, each, place, source));
        }
        return result;
    }

    private ObjectNode groups(JsonNode node, String key, String source) {
        if (!node.isObject()) {
            throw new ConfigException(
                    source + ": found " + show(node) + " for '" + key + "', expected " + TrainingGroups.EXPECTED);
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> group : node.properties()) {
            String path = key + "." + group.getKey();
            ObjectNode own = section(TrainingConfig.class, group.getValue(), path, source);
            TrainingGroups.requireKeys(own, path, source);
            result.set(group.getKey(), own);
        }
        return result;
    }

    /** Binds a value; an error message then begins with the source. */
    private static JsonNode withSource(String source, Supplier<JsonNode> binding) {
        try {
            return binding.get();
        } catch (ConfigException e) {
            throw new ConfigException(source + ": " + e.getMessage(), e);
        }
    }

    private JsonNode scalar(Class<?> type, JsonNode node, String key, String source) {
        JsonNode number = node.isTextual() ? number(node.textValue()).orElse(node) : node;
        if (type == String.class && node.isValueNode()) {
            return JsonNodeFactory.instance.textNode(node.asText());
        }
        if (type != String.class
                && node.isTextual()
                && Yaml.LEADING_ZERO.matcher(node.textValue()).matches()) {
            throw new ConfigException(
                    source + ": found " + show(node) + " for '" + key + "', expected " + Yaml.WITHOUT_LEADING_ZEROS);
        }
        boolean fits;
        if (type == int.class || type == Integer.class) {
            fits = number.isNumber() && isWhole(number) && number.canConvertToInt();
        } else if (type == long.class || type == Long.class) {
            fits = number.isNumber() && isWhole(number) && number.canConvertToLong();
        } else if (type == double.class || type == Double.class) {
            fits = number.isNumber();
        } else if (type.isEnum()) {
            return constant(type, node)
                    .<JsonNode>map(JsonNodeFactory.instance::textNode)
                    .orElseThrow(() -> noConstant(key, node, type, source));
        } else {
            fits = type == boolean.class || type == Boolean.class ? node.isBoolean() : node.isValueNode();
        }
        if (!fits) {
            String form = node.isTextual() ? ValueForm.number(node.textValue()) : "";
            throw new ConfigException(wrongType(key, node, type, source).getMessage() + form);
        }
        return isLong(type) ? JsonNodeFactory.instance.numberNode(number.longValue()) : number;
    }

    private static boolean isLong(Class<?> type) {
        return type == int.class || type == Integer.class || type == long.class || type == Long.class;
    }

    /** Whether a number is written as a whole one; 5.0 is not, since it is more often a slip than intended. */
    private static boolean isWhole(JsonNode number) {
        return number.isIntegralNumber()
                || (number instanceof DecimalNode && number.decimalValue().scale() <= 0);
    }

    /** Reads a text such as 1e-3 as the number that people mean; YAML takes it for a text. */
    private static Optional<JsonNode> number(String text) {
        try {
            return Optional.of(DecimalNode.valueOf(new BigDecimal(text)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private ConfigException noConstant(String key, JsonNode node, Class<?> type, String source) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .toList();
        return new ConfigException(wrongType(key, node, type, source).getMessage()
                + OtherWords.hint(node.asText(), names).map(hint -> "; " + hint).orElse(""));
    }

    private static Optional<String> constant(Class<?> type, JsonNode node) {
        return Arrays.stream(type.getEnumConstants())
                .map(c -> ((Enum<?>) c).name())
                .filter(n -> n.equalsIgnoreCase(node.asText()))
                .findFirst();
    }

    private Type component(Class<?> section, String name, String path, String wanted, String source) {
        return component(section, name).orElseThrow(() -> unknown(section, path, wanted, source));
    }

    private Optional<Type> component(Class<?> section, String name) {
        return components(section).stream()
                .filter(component -> component.getName().equals(name))
                .findFirst()
                .map(component ->
                        section == root && component.getType() == Map.class ? study : component.getGenericType());
    }

    private ConfigException unknown(Class<?> section, String path, String wanted, String source) {
        List<String> all = new ArrayList<>();
        collect(root, "", all);
        return new ConfigException(source + ": found unknown key '" + wanted + "', expected "
                + (path.isEmpty() ? "one of " : "one of '" + path + "': ") + names(section)
                + PartKey.suggestion(wanted)
                        .or(() -> OtherNames.hint(wanted, all))
                        .map(hint -> "; " + hint)
                        .orElse(""));
    }

    private void collect(Class<?> section, String path, List<String> keys) {
        for (RecordComponent component : components(section)) {
            String key = path.isEmpty() ? component.getName() : path + "." + component.getName();
            keys.add(key);
            boolean free = section == root && component.getType() == Map.class;
            Type type = free ? study : unwrap(component.getGenericType());
            if (type instanceof Class<?> inner && inner.isRecord()) {
                collect(inner, key, keys);
            }
        }
    }

    private List<RecordComponent> components(Class<?> section) {
        return Arrays.stream(section.getRecordComponents())
                .filter(c -> section != root || !absent.contains(c.getName()))
                .toList();
    }

    private String names(Class<?> section) {
        return components(section).stream().map(RecordComponent::getName).collect(Collectors.joining(", "));
    }

    private ConfigException wrongType(String key, JsonNode found, Type type, String source) {
        return new ConfigException(
                source + ": found " + show(found) + " for '" + key + "', expected " + description(type));
    }

    private static String show(JsonNode node) {
        return node.isTextual() ? "'" + node.textValue() + "'" : node.isNull() ? "nothing" : node.toString();
    }

    private String description(Type type) {
        if (TrainingGroups.isGroups(type)) {
            return TrainingGroups.EXPECTED;
        }
        if (type instanceof ParameterizedType list) {
            Type element = list.getActualTypeArguments()[0];
            if (element == BlockSpec.class) {
                return "a list of whole numbers such as [400, 200] or of blocks";
            }
            if (Seams.isSeam(element)) {
                return "a list, each " + Seams.expected((Class<?>) element);
            }
            return element == Integer.class ? "a list of whole numbers such as [400, 200]" : "a list such as [a, b]";
        }
        Class<?> single = (Class<?>) type;
        if (Binding.ALL.containsKey(single)) {
            return Binding.ALL.get(single).expected();
        }
        if (Seams.isSeam(single)) {
            return Seams.expected(single);
        }
        if (single.isEnum()) {
            return "one of "
                    + Arrays.stream(single.getEnumConstants())
                            .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        if (single.isRecord()) {
            return "a section with the keys " + names(single);
        }
        return switch (single.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "double", "Double" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            default -> "text";
        };
    }

    private static boolean isOptional(Type type) {
        return type == OptionalInt.class || (type instanceof ParameterizedType p && p.getRawType() == Optional.class);
    }

    /** Describes in words the values that a component may have. */
    String describe(Type type) {
        return description(unwrap(type)) + (isOptional(type) ? ", or null" : "");
    }

    static Type unwrap(Type type) {
        if (type == OptionalInt.class) {
            return Integer.class;
        }
        return type instanceof ParameterizedType p && p.getRawType() == Optional.class
                ? p.getActualTypeArguments()[0]
                : type;
    }
}
