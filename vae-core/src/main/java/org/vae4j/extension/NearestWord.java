package org.vae4j.extension;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who mistyped a word: the word with the fewest letters to insert, delete or replace. */
public final class NearestWord {

    private NearestWord() {}

    /**
     * The nearest of some words.
     *
     * @param word what was typed
     * @param words what could have been meant
     * @return the nearest word; empty when every one differs in more than half of its letters
     */
    public static Optional<String> of(String word, Collection<String> words) {
        return words.stream()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .filter(candidate -> distance(word, candidate) * 2 <= Math.max(word.length(), candidate.length()));
    }

    /**
     * The error for a word that nobody knows, in one line.
     *
     * @param word what was typed
     * @param words what could have been meant
     * @return "found 'cnov', expected one of [conv, dense]: did you mean 'conv'?"
     */
    public static String message(String word, Collection<String> words) {
        return "found '" + word + "', expected one of " + words
                + of(word, words).map(near -> ": did you mean '" + near + "'?").orElse("");
    }

    /** The edit distance of Levenshtein, by letters of either case. */
    private static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
