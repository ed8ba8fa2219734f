package org.vae4j.experiment.config.advice;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** Advice on values whose form is wrong for their key, as the end of an error message. */
public final class ValueForm {

    private static final Pattern DECIMAL_COMMA = Pattern.compile("-?\\d+,\\d+");
    private static final Pattern NUMBERS = Pattern.compile("-?[\\d.]+(,-?[\\d.]+)*");

    private ValueForm() {}

    /**
     * Gives advice on a number with a decimal comma.
     *
     * @param text the value that was found
     * @return ": write 0.5, with a point"; empty for other values
     */
    public static String number(String text) {
        return DECIMAL_COMMA.matcher(text).matches() ? ": write " + text.replace(',', '.') + ", with a point" : "";
    }

    /**
     * Gives advice on values that are not in brackets where a list is expected.
     *
     * @param key the key
     * @param text the value that was found
     * @param names the names that the list may contain beside numbers
     * @return ": write model.encoder=[400,200]"; empty if the value cannot be made a list
     */
    public static String list(String key, String text, Collection<String> names) {
        String entries = text.replaceAll("\\s", "");
        boolean isNumbers = NUMBERS.matcher(entries).matches();
        if (!isNumbers && !names.contains(entries)) {
            return "";
        }
        return ": write " + key + "=[" + entries + "]"
                + (isNumbers ? "" : "; vae describe " + entries + " shows its settings");
    }

    /**
     * Gives advice on an override with brackets or quotation marks that are not closed, since the shell cut it at a
     * blank.
     *
     * @param override the override as typed
     * @return the error and its remedy; empty if everything is closed
     */
    public static Optional<String> cut(String override) {
        long open = override.chars().filter(c -> c == '[' || c == '{').count();
        long closed = override.chars().filter(c -> c == ']' || c == '}').count();
        long quotes = override.chars().filter(c -> c == '"' || c == '\'').count();
        return open == closed && quotes % 2 == 0
                ? Optional.empty()
                : Optional.of(
                        "found '" + override + "', whose brackets or quotation marks are not closed: where a value"
                                + " has blanks, put the whole into quotation marks, such as"
                                + " 'model.encoder=[{conv: {channels: 32}}, 200]'");
    }
}
