package org.vae4j.experiment.reproduce.rerun;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares two JSON documents leaf by leaf. A leaf is named by its path, {@code key.key[index]}. */
final class JsonLeaves {

    private JsonLeaves() {}

    /** {@return the leaves that differ, by name, without those that are times in seconds, which differ between runs} */
    static List<Difference> differences(JsonNode then, JsonNode now) {
        Map<String, String> before = leaves(then);
        Map<String, String> after = leaves(now);
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String key : keys) {
            String valueThen = before.getOrDefault(key, Difference.ABSENT);
            String valueNow = after.getOrDefault(key, Difference.ABSENT);
            if (!valueThen.equals(valueNow) && !key.toLowerCase(Locale.ROOT).endsWith("seconds")) {
                differences.add(new Difference(key, valueThen, valueNow));
            }
        }
        return differences;
    }

    private static Map<String, String> leaves(JsonNode node) {
        Map<String, String> leaves = new TreeMap<>();
        collect(node, "", leaves);
        return leaves;
    }

    private static void collect(JsonNode node, String key, Map<String, String> leaves) {
        if (node.isObject()) {
            node.properties()
                    .forEach(e -> collect(e.getValue(), key.isEmpty() ? e.getKey() : key + "." + e.getKey(), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), key + "[" + i + "]", leaves);
            }
        } else if (!node.isMissingNode() && !node.isNull()) {
            leaves.put(key, node.asText());
        }
    }
}
