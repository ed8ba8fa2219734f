package org.vae4j.experiment.report.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Finds short names for settings that were varied, which still tell the settings apart. */
public final class SettingNames {

    /** A longer value is cut. */
    private static final int MAX_LETTERS = 24;
    /** The length of cut values if values of {@link #MAX_LETTERS} would read alike. */
    private static final int MAX_LETTERS_OF_SIMILAR = 48;

    /** Last segments of keys that mean nothing without the segment before them. */
    private static final Set<String> VAGUE_SEGMENTS = Set.of("name", "kind", "source");

    private static final String ELLIPSIS = "…";

    private SettingNames() {}

    /**
     * Names keys by their last segments, as few as no other key ends with.
     *
     * @param keys different keys, such as {@code objective.beta}
     * @return the name of each key, such as "beta"
     */
    public static Map<String, String> ofKeys(Collection<String> keys) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String key : keys) {
            names.put(
                    key,
                    endings(key).stream()
                            .filter(ending -> !VAGUE_SEGMENTS.contains(ending))
                            .filter(ending -> keys.stream()
                                    .noneMatch(other -> !other.equals(key)
                                            && (other.equals(ending) || other.endsWith("." + ending))))
                            .findFirst()
                            .orElse(key));
        }
        return names;
    }

    /** The endings of a key, from its last segment alone to the whole key. */
    private static List<String> endings(String key) {
        String[] segments = key.split("\\.");
        return IntStream.range(0, segments.length)
                .mapToObj(i -> String.join(".", List.of(segments).subList(segments.length - 1 - i, segments.length)))
                .toList();
    }

    /**
     * Names the values of one key. Values of more than 24 letters are cut, unless two of them would then read alike.
     *
     * @param texts the values as text
     * @return the name of each value, by its text
     */
    public static Map<String, String> ofValues(Collection<String> texts) {
        List<UnaryOperator<String>> abbreviations = List.of(
                text -> cut(text, MAX_LETTERS - 1, 0),
                text -> cut(text, MAX_LETTERS / 2 - 1, MAX_LETTERS / 2),
                text -> cut(text, MAX_LETTERS_OF_SIMILAR / 2 - 1, MAX_LETTERS_OF_SIMILAR / 2),
                UnaryOperator.identity());
        List<String> values = texts.stream().distinct().toList();
        return abbreviations.stream()
                .map(abbreviation -> names(values, abbreviation))
                .filter(names -> names.values().stream().distinct().count() == names.size())
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> names(List<String> texts, UnaryOperator<String> abbreviation) {
        Map<String, String> names = new LinkedHashMap<>();
        texts.forEach(text -> names.put(text, abbreviation.apply(text)));
        return names;
    }

    /** Keeps the first and the last letters of a text and puts an ellipsis between them. */
    private static String cut(String text, int first, int last) {
        return text.length() <= first + last + 1
                ? text
                : text.substring(0, first).stripTrailing()
                        + ELLIPSIS
                        + text.substring(text.length() - last).stripLeading();
    }

    /**
     * Chooses different names for several things. Each thing gets its first candidate that no thing before it has; if
     * all are taken, it gets its last candidate with a number.
     *
     * @param candidates the candidates of each thing, at least one, the best first
     * @return one name per thing
     */
    public static List<String> distinct(List<List<String>> candidates) {
        List<String> taken = new ArrayList<>();
        for (List<String> names : candidates) {
            taken.add(names.stream()
                    .filter(name -> !taken.contains(name))
                    .findFirst()
                    .orElseGet(() -> numbered(names.get(names.size() - 1), taken)));
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
