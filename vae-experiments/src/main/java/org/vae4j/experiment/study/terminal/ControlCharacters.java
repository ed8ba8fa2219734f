package org.vae4j.experiment.study.terminal;

import java.util.regex.Pattern;

/**
 * Makes characters visible that would command a terminal: what a program prints may come from a file of somebody else,
 * and an escape sequence in it could move the cursor, hide lines or change what they say.
 */
public final class ControlCharacters {

    /** Controls but line feed and tab, and those that turn the direction of writing. */
    private static final Pattern COMMANDS =
            Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]");

    private ControlCharacters() {}

    /**
     * Shows them as JSON would write them.
     *
     * @param text any; line feeds and tabs stay
     * @return the same where it has no such characters; else backslash, u and four digits for each
     */
    public static String shown(String text) {
        return COMMANDS.matcher(text)
                .replaceAll(
                        found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
    }
}
