package org.vae4j.experiment.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vae4j.experiment.config.section.LikelihoodChoice;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.network.BlockSpec;

/**
 * Changes single settings of parts that are chosen by name. An override names such a setting as {@code
 * model.prior.vamp.components}; in lists, as {@code model.encoder[0].conv.channels} or, where only one entry has the
 * name, {@code objective.terms.free_bits.nats}. The other settings of the part stay.
 */
public final class PartSettings {

    private PartSettings() {}

    /**
     * Finds the seam whose parts a value holds.
     *
     * @param type the type of the value
     * @return the seam; empty for values that hold no parts
     */
    public static Optional<Class<?>> seamIn(Type type) {
        if (type == DecoderLayout.class) {
            return Optional.of(BlockSpec.class);
        }
        if (type == LikelihoodChoice.class) {
            return Optional.of(Likelihood.class);
        }
        Type single = isList(type) ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
        return Seams.isSeam(single) ? Optional.of((Class<?>) single) : Optional.empty();
    }

    /** Whether a value is a list of parts. */
    public static boolean isList(Type type) {
        return type == DecoderLayout.class || type instanceof ParameterizedType list && list.getRawType() == List.class;
    }

    /**
     * Changes one setting in a value.
     *
     * @param type the type of the value, which holds parts
     * @param node the value
     * @param key the dotted key of the value
     * @param names the names that lead from there to the setting, such as {@code vamp} and {@code components}
     * @param setting the new value of the setting
     * @return the changed value
     * @throws ConfigException when the names lead to no setting of a part in the value
     */
    public static JsonNode changed(Type type, JsonNode node, String key, List<String> names, JsonNode setting) {
        Class<?> seam = seamIn(type).orElseThrow();
        return isList(type)
                ? changedEntry(seam, node, key, names, setting)
                : changedPart(seam, node, key, names, setting);
    }

    private static JsonNode changedEntry(
            Class<?> seam, JsonNode node, String key, List<String> names, JsonNode setting) {
        if (!(node instanceof ArrayNode list)) {
            throw new ConfigException("found " + joined(key, names) + ", but " + key + " is " + shown(node)
                    + ", expected a list: give the whole list");
        }
        boolean isIndex = names.get(0).startsWith("[");
        int index = isIndex ? index(list, key, names.get(0)) : indexByName(seam, list, key, names.get(0));
        ArrayNode result = list.deepCopy();
        String place = key + "[" + index + "]";
        List<String> rest = isIndex ? names.subList(1, names.size()) : names;
        result.set(index, changedPart(seam, list.get(index), place, rest, setting));
        return result;
    }

    /** Parses an index such as [0] and checks it against the list. */
    private static int index(ArrayNode list, String key, String name) {
        if (!name.matches("\\[\\d{1,6}]") || Integer.parseInt(name.substring(1, name.length() - 1)) >= list.size()) {
            throw new ConfigException("found " + key + name + ", expected "
                    + (list.isEmpty() ? "no entry: the list is empty" : key + "[0] to [" + (list.size() - 1) + "]"));
        }
        return Integer.parseInt(name.substring(1, name.length() - 1));
    }

    /** Finds the only entry of a list whose part has this name. */
    private static int indexByName(Class<?> seam, ArrayNode list, String key, String name) {
        List<Integer> found = IntStream.range(0, list.size())
                .filter(i -> Seams.settingsOf(seam, list.get(i), key)
                        .prototype()
                        .name()
                        .equalsIgnoreCase(name))
                .boxed()
                .toList();
        if (found.size() != 1) {
            throw new ConfigException("found " + key + "." + name + ", but " + found.size() + " entries of " + key
                    + " are called so, expected one: "
                    + (found.isEmpty() ? "give the whole list" : "say which by " + key + found));
        }
        return found.get(0);
    }

    private static JsonNode changedPart(
            Class<?> seam, JsonNode node, String key, List<String> names, JsonNode setting) {
        Optional<Seams.Settings> found = names.isEmpty() || node.isMissingNode() || node.isNull()
                ? Optional.empty()
                : Optional.of(Seams.settingsOf(seam, node, key))
                        .filter(part -> part.prototype().name().equalsIgnoreCase(names.get(0)));
        if (found.isEmpty() || names.size() < 2) {
            throw new ConfigException("found " + joined(key, names) + ", but " + key + " is "
                    + shown(node) + ", expected a setting of that part: or give the whole part, as '" + key
                    + "=" + whole(seam, names) + "'");
        }
        Seams.Settings part = found.get();
        ObjectNode settings = part.values();
        String component = names.get(1);
        List<String> rest = names.subList(2, names.size());
        settings.set(
                component,
                rest.isEmpty()
                        ? setting
                        : inner(part, component, key + "." + part.prototype().name(), rest, setting));
        return JsonNodeFactory.instance.objectNode().set(part.prototype().name(), settings);
    }

    /** Suggests the form of a whole part: of the part that was named, or of the first that has the named setting. */
    private static String whole(Class<?> seam, List<String> names) {
        List<String> parts = Seams.names(seam);
        Optional<String> named = names.stream().filter(parts::contains).findFirst();
        String last = names.isEmpty() ? "" : names.get(names.size() - 1);
        Optional<String> owner = named.or(
                () -> parts.stream().filter(part -> has(seam, part, last)).findFirst());
        String setting = owner.filter(part -> has(seam, part, last)).isPresent() ? last : "setting";
        return "{" + owner.orElse("name") + ": {" + setting + ": value}}";
    }

    private static boolean has(Class<?> seam, String part, String setting) {
        return Seams.settings(seam, part).containsKey(setting);
    }

    /** Changes a setting of a part within a setting. */
    private static JsonNode inner(
            Seams.Settings part, String component, String key, List<String> rest, JsonNode setting) {
        Map.Entry<Type, JsonNode> current = part.component(component)
                .filter(entry -> seamIn(entry.getKey()).isPresent())
                .orElseThrow(() -> new ConfigException("found " + joined(key + "." + component, rest) + ", but " + key
                        + "." + component + " holds no part, expected a setting of " + key));
        return changed(current.getKey(), current.getValue(), key + "." + component, rest, setting);
    }

    /** Joins names to the path that was typed; an index follows without a dot. */
    private static String joined(String key, List<String> names) {
        return String.join(".", key, String.join(".", names)).replace(".[", "[");
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() || node.isNull()
                ? "nothing"
                : node.isTextual() ? node.textValue() : node.toString();
    }
}
