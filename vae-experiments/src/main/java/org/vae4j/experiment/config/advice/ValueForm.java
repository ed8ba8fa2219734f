package org.vae4j.experiment.config.advice;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a value is to be written that has the wrong form for its key, as text that ends a message. */
public final class ValueForm {

    private static final Pattern COMMA = Pattern.compile("-?\\d+,\\d+");
    private static final Pattern NUMBERS = Pattern.compile("-?[\\d.]+(,-?[\\d.]+)*");

    private ValueForm() {}

    /**
     * A number with the decimal comma of many languages.
     *
     * @param text what was found
     * @return ": write 0.5, with a point", or nothing
     */
    public static String number(String text) {
        return COMMA.matcher(text).matches() ? ": write " + text.replace(',', '.') + ", with a point" : "";
    }

    /**
     * One or several values where a list is wanted.
     *
     * @param key the key
     * @param text what was found
     * @param names the names that may stand in the list beside numbers
     * @return ": write model.encoder=[400,200]", or nothing where no list can be made of it
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
     * An override whose shell has cut it at a blank, so that brackets or quotation marks are not closed.
     *
     * @param override as typed
     * @return what is wrong and how to write it; empty where they are closed
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
