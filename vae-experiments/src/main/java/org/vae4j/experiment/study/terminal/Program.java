package org.vae4j.experiment.study.terminal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of the program as the user types it. Commands in messages must work as they are printed, and in a source
 * tree the program is {@code scripts/vae}.
 */
public final class Program {

    private static final String NAME = "vae";

    /** The system property by which the launcher tells the name. */
    private static final String PROPERTY = "vae4j.program";

    private static final Pattern COMMAND = Pattern.compile("(?<![\\w./-])vae (?=(?:run|resume|list|describe|new|report"
            + "|figures|gallery|watch|sample|reconstruct|interpolate|traverse|encode|decode|export|import|novelty|eval"
            + "|reproduce|reproduce-run|data|doctor|sweep|bench|notebook|jshell|classpath|completion|help|--help"
            + "|--version)(?![\\w=]))");

    private Program() {}

    /**
     * Replaces the program's name in the commands of a text by the name that the user typed.
     *
     * @param text a text in which commands begin with {@code vae}
     * @return the text with the name for this process
     */
    public static String in(String text) {
        return in(text, System.getProperty(PROPERTY, NAME));
    }

    /** Does the same for any typed name. */
    static String in(String text, String typed) {
        return typed.equals(NAME) || typed.isBlank()
                ? text
                : COMMAND.matcher(text).replaceAll(Matcher.quoteReplacement(ShellWord.of(typed) + " "));
    }
}
