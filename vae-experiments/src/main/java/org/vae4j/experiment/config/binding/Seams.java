package org.vae4j.experiment.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.vae4j.experiment.config.advice.Nearest;
import org.vae4j.experiment.config.advice.OtherWords;
import org.vae4j.extension.Extension;
import org.vae4j.extension.Fitted;
import org.vae4j.extension.JsonText;
import org.vae4j.extension.Registry;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.network.BlockSpec;
import org.vae4j.schedule.Constant;
import org.vae4j.schedule.Schedule;

/**
 * Binds the parts that a configuration chooses by name. A part is written as {@code name}, as
 * {@code {name: {key: value}}}, or as {@code {name: value}} with a value for its first component. Components without a
 * value have those of the prototype. Parts are written in the shortest of these forms.
 */
public final class Seams {

    /** The part that a bare number stands for, by seam; the number is the part's first component. */
    private static final Map<Class<?>, String> OF_NUMBERS =
            Map.of(BlockSpec.class, "dense", Schedule.class, "constant");

    /** Words that are allowed in the place of a seam's part without being one. */
    private static final Map<Class<?>, String> OTHER_WORDS = Map.of(Likelihood.class, LikelihoodChoices.AUTO);

    private Seams() {}

    /** Whether a type is a seam, the parts of which are chosen by name. */
    public static boolean isSeam(Type type) {
        return type instanceof Class<?> single && single.isInterface() && Extension.class.isAssignableFrom(single);
    }

    /** Reads a part; an error names the path. */
    public static Extension read(Class<?> seam, JsonNode node, String path) {
        Map.Entry<String, JsonNode> given = nameAndSettings(seam, Flow.unpacked(node, path), path);
        Extension prototype = prototype(seam, given.getKey(), path);
        return (Extension) changed(prototype, Flow.unpacked(given.getValue(), path), path + "." + prototype.name());
    }

    private static Extension prototype(Class<?> seam, String name, String path) {
        Registry<? extends Extension> registry = registry(seam);
        return registry.prototypes().stream()
                .filter(part -> part.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        path + ": found '" + name + "', expected " + shownNames(seam) + suggestion(name, registry)));
    }

    /**
     * The name and the settings of a part, read but not applied.
     *
     * @param prototype the prototype of that name
     * @param values the values that are given, by the names of components
     */
    record Settings(Extension prototype, ObjectNode values) {

        /**
         * The type of a component and its value: the given one, else the prototype's; empty if there is no such one.
         */
        Optional<Map.Entry<Type, JsonNode>> component(String name) {
            return components(prototype).stream()
                    .filter(component -> component.getName().equals(name))
                    .findFirst()
                    .map(component -> Map.entry(
                            component.getGenericType(),
                            values.has(name)
                                    ? values.get(name)
                                    : SeamValues.write(component.getGenericType(), value(prototype, component))));
        }
    }

    /** Reads the name and the settings of a part in any of its forms. */
    static Settings settingsOf(Class<?> seam, JsonNode node, String path) {
        Map.Entry<String, JsonNode> given = nameAndSettings(seam, Flow.unpacked(node, path), path);
        Extension prototype = prototype(seam, given.getKey(), path);
        JsonNode inner = Flow.unpacked(given.getValue(), path);
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        if (inner instanceof ObjectNode object) {
            settings.setAll(object);
        } else if (!inner.isNull()) {
            settings.set(components(prototype).get(0).getName(), inner);
        }
        return new Settings(prototype, settings);
    }

    /** Suggests a name in the place of one that does not exist. */
    private static String suggestion(String name, Registry<? extends Extension> registry) {
        return OtherWords.hint(name, registry.names()).map(hint -> "; " + hint).orElse("");
    }

    /** Lists the names of a seam's parts. */
    public static List<String> names(Class<?> seam) {
        return List.copyOf(registry(seam).names());
    }

    /** Lists the settings of a part by their names, each with its default value. */
    public static Map<String, JsonNode> settings(Class<?> seam, String name) {
        Extension prototype = prototype(seam, name, name);
        Map<String, JsonNode> settings = new LinkedHashMap<>();
        components(prototype)
                .forEach(component -> settings.put(
                        component.getName(),
                        SeamValues.write(component.getGenericType(), value(prototype, component))));
        return settings;
    }

    private static Registry<? extends Extension> registry(Class<?> seam) {
        return Registry.of(seam.asSubclass(Extension.class));
    }

    /** Splits a node into the name of a part and the value behind it, which is null for a name alone. */
    private static Map.Entry<String, JsonNode> nameAndSettings(Class<?> seam, JsonNode node, String path) {
        if (OF_NUMBERS.containsKey(seam) && (node.isNumber() || isNumber(node.asText()))) {
            return Map.entry(OF_NUMBERS.get(seam), node);
        }
        if (node.isTextual()) {
            return Map.entry(node.textValue(), JsonNodeFactory.instance.nullNode());
        }
        if (node.isObject() && node.size() == 1) {
            return node.properties().iterator().next();
        }
        throw new ConfigException(path + ": found " + node + ", expected a name, or one name with its keys such as"
                + " {conv: {channels: 32}}");
    }

    /** Whether a text is a number; YAML takes 1e-3 for a text. */
    private static boolean isNumber(String text) {
        try {
            new BigDecimal(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Reads a record without a name, which is written as its keys. */
    static Object readRecord(Class<?> type, JsonNode node, String path) {
        JsonNode given = Flow.unpacked(node, path);
        if (!given.isObject()) {
            throw new ConfigException(path + ": found " + given + ", expected keys and values, the keys being "
                    + String.join(", ", names(List.of(type.getRecordComponents()))));
        }
        return changed(prototype(type), given, path);
    }

    /** Writes a record without a name: the keys that differ from its prototype. */
    static JsonNode writeRecord(Object value) {
        return different(value, Optional.of(prototype(value.getClass())));
    }

    private static Object prototype(Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no public constructor without arguments", e);
        }
    }

    private static List<String> names(List<RecordComponent> components) {
        return components.stream().map(RecordComponent::getName).toList();
    }

    /** Makes a copy of the prototype with the given values in place of its own. */
    private static Object changed(Object prototype, JsonNode given, String path) {
        if (given.isNull()) {
            return prototype;
        }
        List<RecordComponent> components = components(prototype);
        Map<String, JsonNode> values = new LinkedHashMap<>();
        if (given.isObject() && isJson(components, given)) {
            values.put(components.get(0).getName(), given);
        } else if (given.isObject()) {
            given.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        } else if (!components.isEmpty()) {
            values.put(components.get(0).getName(), given);
        } else {
            throw new ConfigException(path + ": found " + given + ", expected nothing: it has no settings");
        }
        List<String> names = names(components);
        values.keySet().forEach(key -> requireKnown(key, names, path));
        Object[] arguments = components.stream()
                .map(c -> values.containsKey(c.getName())
                        ? SeamValues.read(
                                c.getGenericType(), text(c, values.get(c.getName())), path + "." + c.getName())
                        : value(prototype, c))
                .toArray();
        return made(prototype, components, arguments, path);
    }

    /** Whether an object is the JSON text of the first component, and not the settings. */
    private static boolean isJson(List<RecordComponent> components, JsonNode given) {
        return !components.isEmpty()
                && components.get(0).isAnnotationPresent(JsonText.class)
                && components.stream().noneMatch(component -> given.has(component.getName()));
    }

    /** Turns nested keys into the text of a component that holds JSON. */
    private static JsonNode text(RecordComponent component, JsonNode node) {
        return component.isAnnotationPresent(JsonText.class) && node.isContainerNode()
                ? JsonNodeFactory.instance.textNode(node.toString())
                : node;
    }

    private static void requireKnown(String key, List<String> names, String path) {
        if (!names.contains(key)) {
            throw new ConfigException("found unknown key '" + path + "." + key + "', expected "
                    + (names.isEmpty() ? "none" : "one of '" + path + "': " + String.join(", ", names))
                    + Nearest.to(key, names)
                            .map(near -> "; did you mean '" + path + "." + near + "'?")
                            .orElse(""));
        }
    }

    private static List<RecordComponent> components(Object part) {
        return part.getClass().isRecord()
                ? Arrays.stream(part.getClass().getRecordComponents())
                        .filter(component -> !component.isAnnotationPresent(Fitted.class))
                        .toList()
                : List.of();
    }

    private static Object value(Object part, RecordComponent component) {
        try {
            return component.getAccessor().invoke(part);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(part.getClass() + " is not public", e);
        }
    }

    private static Object made(Object prototype, List<RecordComponent> components, Object[] arguments, String path) {
        try {
            Constructor<?> constructor = prototype
                    .getClass()
                    .getConstructor(
                            components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new ConfigException(path + ": " + e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(prototype.getClass() + " has no public constructor", e);
        }
    }

    /** Writes a part in its shortest form. */
    public static JsonNode write(Class<?> seam, Extension part) {
        if (seam == Schedule.class && part instanceof Constant constant) {
            return JsonNodeFactory.instance.numberNode(constant.value());
        }
        return shortest(seam, part, different(part, registry(seam).find(part.name())));
    }

    /** The components that differ from the prototype. */
    private static ObjectNode different(Object part, Optional<?> prototype) {
        ObjectNode different = JsonNodeFactory.instance.objectNode();
        for (RecordComponent component : components(part)) {
            Object value = value(part, component);
            if (prototype.map(p -> !value.equals(value(p, component))).orElse(true)) {
                different.set(component.getName(), SeamValues.write(component.getGenericType(), value));
            }
        }
        return different;
    }

    private static JsonNode shortest(Class<?> seam, Extension part, ObjectNode different) {
        if (different.isEmpty()) {
            return JsonNodeFactory.instance.textNode(part.name());
        }
        JsonNode first = different.get(components(part).get(0).getName());
        boolean isFirstAlone = different.size() == 1 && first != null && !first.isObject();
        if (isFirstAlone && first.isNumber() && part.name().equals(OF_NUMBERS.get(seam))) {
            return first;
        }
        return JsonNodeFactory.instance.objectNode().set(part.name(), isFirstAlone ? first : different);
    }

    /** Describes the values that a seam's key may have. */
    public static String expected(Class<?> seam) {
        return (OF_NUMBERS.containsKey(seam) ? "a number or " : "") + shownNames(seam);
    }

    private static String shownNames(Class<?> seam) {
        String known = String.join(", ", registry(seam).names());
        if (known.isEmpty()) {
            return "a name that a jar of your own has: give the jar by --extension";
        }
        return "one of " + (OTHER_WORDS.containsKey(seam) ? OTHER_WORDS.get(seam) + ", " : "") + known;
    }

    /** Finds the seam of a part: the interface of its class that extends {@link Extension} directly. */
    static Class<?> seamOf(Extension part) {
        return seams(part.getClass())
                .filter(seam -> List.of(seam.getInterfaces()).contains(Extension.class))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(part.getClass() + " implements no seam"));
    }

    private static Stream<Class<?>> seams(Class<?> type) {
        Stream<Class<?>> above =
                Stream.concat(Arrays.stream(type.getInterfaces()), Stream.ofNullable(type.getSuperclass()));
        return Stream.concat(isSeam(type) ? Stream.of(type) : Stream.empty(), above.flatMap(Seams::seams));
    }
}
