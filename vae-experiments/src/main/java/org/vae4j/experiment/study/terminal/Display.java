package org.vae4j.experiment.study.terminal;

import java.util.Map;

/**
 * The ability of standard error to show a progress line.
 *
 * @param live whether it is a terminal that understands escape sequences
 * @param columns its width, at least 1
 */
public record Display(boolean live, int columns) {

    /** A display on which nothing is drawn. */
    static final Display NONE = new Display(false, 1);

    private static final int USUAL_COLUMNS = 80;

    /** System properties that the launcher sets, because Java cannot ask a terminal. */
    private static final String TERMINAL = "vae4j.terminal";

    private static final String COLUMNS = "vae4j.columns";

    /**
     * The display of this process.
     *
     * @return the display that the launcher describes; without a launcher nothing is drawn
     */
    public static Display ofThisProcess() {
        return of(System.getenv(), Boolean.getBoolean(TERMINAL), System.getProperty(COLUMNS));
    }

    /**
     * The display that the launcher and the environment describe.
     *
     * @param environment the variables {@code TERM} and, if the launcher gives no width, {@code COLUMNS}
     * @param terminal whether the launcher says that standard error is a terminal
     * @param columns the width that the launcher says, or null
     */
    static Display of(Map<String, String> environment, boolean terminal, String columns) {
        String width = columns == null ? environment.getOrDefault("COLUMNS", "") : columns;
        boolean valid = width.matches("[1-9]\\d{0,4}");
        return new Display(
                terminal && !environment.getOrDefault("TERM", "").equals("dumb"),
                valid ? Integer.parseInt(width) : USUAL_COLUMNS);
    }
}
