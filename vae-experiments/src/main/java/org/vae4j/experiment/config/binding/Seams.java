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
 * Binds the parts that a configuration chooses by name: {@code name}, {@code {name: {key: value}}}, or
 * {@code {name: value}} with a value for the first component. What is not said is as in the prototype. Writing gives
 * the shortest of these forms.
 */
public final class Seams {

    /** Seams of which a bare number stands for a part, whose first component it is. */
    private static final Map<Class<?>, String> OF_NUMBERS =
            Map.of(BlockSpec.class, "dense", Schedule.class, "constant");

    /** Words that may stand where a seam's part may, though they are none. */
    private static final Map<Class<?>, String> OTHER_WORDS = Map.of(Likelihood.class, LikelihoodChoices.AUTO);

    private Seams() {}

    /** Whether the parts of a type are chosen by name. */
    public static boolean isSeam(Type type) {
        return type instanceof Class<?> single && single.isInterface() && Extension.class.isAssignableFrom(single);
    }

    /** The part that a node says; a mistake is named by its path. */
    public static Extension read(Class<?> seam, JsonNode node, String path) {
        Map.Entry<String, JsonNode> said = said(seam, Flow.unpacked(node, path), path);
        Extension prototype = prototype(seam, said.getKey(), path);
        return (Extension) changed(prototype, Flow.unpacked(said.getValue(), path), path + "." + prototype.name());
    }

    private static Extension prototype(Class<?> seam, String name, String path) {
        Registry<? extends Extension> registry = registry(seam);
        return registry.prototypes().stream()
                .filter(part -> part.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        path + ": found '" + name + "', expected " + shownNames(seam) + meant(name, registry)));
    }

    /**
     * A part as somebody says it, taken apart.
     *
     * @param prototype the part of that name
     * @param settings what is said of it, by the names of its components
     */
    record Said(Extension prototype, ObjectNode settings) {

        /** The type of a component, and its value as said, else as in the prototype; empty where there is none. */
        Optional<Map.Entry<Type, JsonNode>> component(String name) {
            return components(prototype).stream()
                    .filter(component -> component.getName().equals(name))
                    .findFirst()
                    .map(component -> Map.entry(
                            component.getGenericType(),
                            settings.has(name)
                                    ? settings.get(name)
                                    : SeamValues.write(component.getGenericType(), value(prototype, component))));
        }
    }

    /** Takes apart what a node says, whichever of the forms it has. */
    static Said takenApart(Class<?> seam, JsonNode node, String path) {
        Map.Entry<String, JsonNode> said = said(seam, Flow.unpacked(node, path), path);
        Extension prototype = prototype(seam, said.getKey(), path);
        JsonNode inner = Flow.unpacked(said.getValue(), path);
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        if (inner instanceof ObjectNode object) {
            settings.setAll(object);
        } else if (!inner.isNull()) {
            settings.set(components(prototype).get(0).getName(), inner);
        }
        return new Said(prototype, settings);
    }

    private static String meant(String name, Registry<? extends Extension> registry) {
        return OtherWords.hint(name, registry.names()).map(hint -> "; " + hint).orElse("");
    }

    /** The names of a seam's parts. */
    public static List<String> names(Class<?> seam) {
        return List.copyOf(registry(seam).names());
    }

    /** The settings of a part by their names, each with the value that it has where it is not said. */
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

    private static Map.Entry<String, JsonNode> said(Class<?> seam, JsonNode node, String path) {
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

    /** YAML reads 1e-3 as text, people mean a number. */
    private static boolean isNumber(String text) {
        try {
            new BigDecimal(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** A record that is no part by a name of its own, of which the keys are said. */
    static Object readRecord(Class<?> type, JsonNode node, String path) {
        JsonNode said = Flow.unpacked(node, path);
        if (!said.isObject()) {
            throw new ConfigException(path + ": found " + said + ", expected keys and values, the keys being "
                    + String.join(", ", names(List.of(type.getRecordComponents()))));
        }
        return changed(prototype(type), said, path);
    }

    /** What is said of a record that is no part by a name of its own. */
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

    /** The prototype with what is said in place of its own. */
    private static Object changed(Object prototype, JsonNode said, String path) {
        if (said.isNull()) {
            return prototype;
        }
        List<RecordComponent> components = components(prototype);
        Map<String, JsonNode> values = new LinkedHashMap<>();
        if (said.isObject() && isJson(components, said)) {
            values.put(components.get(0).getName(), said);
        } else if (said.isObject()) {
            said.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        } else if (!components.isEmpty()) {
            values.put(components.get(0).getName(), said);
        } else {
            throw new ConfigException(path + ": found " + said + ", expected nothing: it has no settings");
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

    /** Whether an object is the JSON of the first component itself, and no settings. */
    private static boolean isJson(List<RecordComponent> components, JsonNode said) {
        return !components.isEmpty()
                && components.get(0).isAnnotationPresent(JsonText.class)
                && components.stream().noneMatch(component -> said.has(component.getName()));
    }

    /** Nested keys as the text that a component of JSON wants. */
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

    /** The shortest form. */
    public static JsonNode write(Class<?> seam, Extension part) {
        if (seam == Schedule.class && part instanceof Constant constant) {
            return JsonNodeFactory.instance.numberNode(constant.value());
        }
        return shortest(seam, part, different(part, registry(seam).find(part.name())));
    }

    /** What differs from the prototype. */
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

    /** What may stand for a seam's part, for descriptions. */
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

    /** The seam of an object's class: the interface above it that extends {@link Extension} itself. */
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
