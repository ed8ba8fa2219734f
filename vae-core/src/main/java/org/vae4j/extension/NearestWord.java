package org.vae4j.extension;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests the word that a mistyped word was meant to be, by the edit distance of Levenshtein. */
public final class NearestWord {

    private NearestWord() {}

    /**
     * The known word that is nearest to a typed one, in letters of either case.
     *
     * @param word the typed word
     * @param words the known words
     * @return the nearest word; empty if all of them differ in more than half of the letters of the longer word
     */
    public static Optional<String> of(String word, Collection<String> words) {
        return words.stream()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .filter(candidate -> distance(word, candidate) * 2 <= Math.max(word.length(), candidate.length()));
    }

    /**
     * The message about an unknown word, in one line, with the nearest known word if there is one.
     *
     * @param word the typed word
     * @param words the known words
     * @return for example "found 'cnov', expected one of [conv, dense]: did you mean 'conv'?"
     */
    public static String message(String word, Collection<String> words) {
        return "found '" + word + "', expected one of " + words
                + of(word, words).map(near -> ": did you mean '" + near + "'?").orElse("");
    }

    /** The least number of letters to insert, delete or replace that make one word of the other. */
    private static int distance(String one, String other) {
        String first = one.toLowerCase(Locale.ROOT);
        String second = other.toLowerCase(Locale.ROOT);
        // row[j]: the distance of the first i letters of one word and the first j letters of the other
        int[] row = new int[second.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= first.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[second.length()];
    }
}
