package org.vae4j.experiment.study.terminal;

import java.util.regex.Pattern;

/**
 * Makes visible the characters that control a terminal. A printed text may come from a file of somebody else, and an
 * escape sequence in it could move the cursor, hide lines or change their text.
 */
public final class ControlCharacters {

    /** All control characters but line feed and tab, and those that change the direction of writing. */
    private static final Pattern CONTROLS =
            Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]");

    private ControlCharacters() {}

    /**
     * Replaces each control character by its JSON escape: a backslash, {@code u} and four digits.
     *
     * @param text any text; line feeds and tabs stay
     * @return the text without control characters
     */
    public static String shown(String text) {
        return CONTROLS.matcher(text)
                .replaceAll(
                        found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
    }
}
