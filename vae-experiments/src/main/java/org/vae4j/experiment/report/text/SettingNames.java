package org.vae4j.experiment.report.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Short names of settings that were varied, which still tell them apart. */
public final class SettingNames {

    /** A value of more letters is cut. */
    private static final int LETTERS = 24;
    /** Of a value that is cut in its middle because it begins and ends as others do. */
    private static final int MORE_LETTERS = 48;

    private static final String LEFT_OUT = "…";

    private SettingNames() {}

    /**
     * Names of keys: as many of the last segments as no other key ends with.
     *
     * @param keys such as {@code objective.beta}, each once
     * @return such as "beta", by key
     */
    public static Map<String, String> ofKeys(Collection<String> keys) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String key : keys) {
            names.put(
                    key,
                    endings(key).stream()
                            .filter(ending -> keys.stream()
                                    .noneMatch(other -> !other.equals(key)
                                            && (other.equals(ending) || other.endsWith("." + ending))))
                            .findFirst()
                            .orElse(key));
        }
        return names;
    }

    /** From the last segment alone to the whole key. */
    private static List<String> endings(String key) {
        String[] segments = key.split("\\.");
        return IntStream.range(0, segments.length)
                .mapToObj(i -> String.join(".", List.of(segments).subList(segments.length - 1 - i, segments.length)))
                .toList();
    }

    /**
     * Names of the values of one key: those of more than 24 letters are cut, unless they would read alike then.
     *
     * @param texts the values as they are read
     * @return a name for each value, by its text
     */
    public static Map<String, String> ofValues(Collection<String> texts) {
        List<UnaryOperator<String>> ways = List.of(
                text -> cut(text, LETTERS - 1, 0),
                text -> cut(text, LETTERS / 2 - 1, LETTERS / 2),
                text -> cut(text, MORE_LETTERS / 2 - 1, MORE_LETTERS / 2),
                UnaryOperator.identity());
        List<String> different = texts.stream().distinct().toList();
        return ways.stream()
                .map(way -> names(different, way))
                .filter(names -> names.values().stream().distinct().count() == names.size())
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> names(List<String> texts, UnaryOperator<String> way) {
        Map<String, String> names = new LinkedHashMap<>();
        texts.forEach(text -> names.put(text, way.apply(text)));
        return names;
    }

    private static String cut(String text, int first, int last) {
        return text.length() <= first + last + 1
                ? text
                : text.substring(0, first).stripTrailing()
                        + LEFT_OUT
                        + text.substring(text.length() - last).stripLeading();
    }

    /**
     * Names that are all different: of each thing the first candidate that no other thing has taken, numbered where all
     * are taken.
     *
     * @param candidates of each thing, at least one, the best first
     * @return one name per thing
     */
    public static List<String> distinct(List<List<String>> candidates) {
        List<String> taken = new ArrayList<>();
        for (List<String> some : candidates) {
            taken.add(some.stream()
                    .filter(name -> !taken.contains(name))
                    .findFirst()
                    .orElseGet(() -> numbered(some.get(some.size() - 1), taken)));
        }
        return taken;
    }

    private static String numbered(String name, List<String> taken) {
        return IntStream.iterate(2, i -> i + 1)
                .mapToObj(i -> name + " (" + i + ")")
                .filter(label -> !taken.contains(label))
                .findFirst()
                .orElseThrow();
    }
}
