package org.vae4j.experiment.report.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Sentences of several runs that differ in their numbers alone, said once: each number becomes the range of all. */
public final class Merged {

    /** A number that stands by itself, unlike those in names of files and in hashes. */
    private static final Pattern NUMBER =
            Pattern.compile("(?<![^\\s(≤<>~])−?\\d+(?:,\\d{3})*(?:\\.\\d+)?(?=[\\s,;:)%]|\\.(?:\\s|$)|$)");

    private Merged() {}

    /**
     * The common part of sentences that differ in their numbers alone.
     *
     * @param sentence any sentence
     * @return the sentence with the same text in place of each number
     */
    public static String kind(String sentence) {
        return NUMBER.matcher(sentence).replaceAll("0");
    }

    /**
     * One sentence for several.
     *
     * @param sentences at least one, all of one kind
     * @return the first, in which a number that differs is given as "least to most"
     */
    public static String of(List<String> sentences) {
        List<List<String>> numbers = sentences.stream().map(Merged::numbers).toList();
        List<String> ranges = new ArrayList<>();
        for (int i = 0; i < numbers.get(0).size(); i++) {
            int place = i;
            List<String> sorted = numbers.stream()
                    .map(some -> some.get(place))
                    .distinct()
                    .sorted(Comparator.comparingDouble(Merged::value))
                    .toList();
            ranges.add(sorted.size() == 1 ? sorted.get(0) : sorted.get(0) + " to " + sorted.get(sorted.size() - 1));
        }
        var next = ranges.iterator();
        return NUMBER.matcher(sentences.get(0)).replaceAll(found -> next.next());
    }

    private static List<String> numbers(String sentence) {
        return NUMBER.matcher(sentence).results().map(MatchResult::group).toList();
    }

    private static double value(String number) {
        return Double.parseDouble(number.replace(",", "").replace('−', '-'));
    }
}
