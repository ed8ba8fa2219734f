package org.vae4j.experiment.study.terminal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program as a person types it. What messages say to type must work as it stands, and in a source tree that is
 * {@code scripts/vae}.
 */
public final class Program {

    private static final String NAME = "vae";

    /** The launcher sets it. */
    private static final String PROPERTY = "vae4j.program";

    private static final Pattern COMMAND = Pattern.compile("(?<![\\w./-])vae (?=(?:run|resume|list|describe|new|report"
            + "|figures|gallery|watch|sample|reconstruct|interpolate|traverse|encode|decode|export|import|novelty|eval"
            + "|reproduce|reproduce-run|data|doctor|sweep|bench|notebook|jshell|classpath|completion|help|--help"
            + "|--version)(?![\\w=]))");

    private Program() {}

    /**
     * A text in which commands begin as the person types them.
     *
     * @param text in which they begin with {@code vae}
     * @return the text for this process
     */
    public static String in(String text) {
        return in(text, System.getProperty(PROPERTY, NAME));
    }

    /** As {@link #in(String)} for any name. */
    static String in(String text, String typed) {
        return typed.equals(NAME) || typed.isBlank()
                ? text
                : COMMAND.matcher(text).replaceAll(Matcher.quoteReplacement(ShellWord.of(typed) + " "));
    }
}
