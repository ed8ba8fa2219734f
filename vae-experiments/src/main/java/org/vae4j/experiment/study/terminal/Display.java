package org.vae4j.experiment.study.terminal;

import java.util.Map;

/**
 * What can be drawn on standard error.
 *
 * @param live whether it is a terminal that understands escape sequences
 * @param columns how wide it is, at least 1
 */
public record Display(boolean live, int columns) {

    /** A display on which nothing is drawn. */
    static final Display NONE = new Display(false, 1);

    private static final int USUAL_COLUMNS = 80;

    /** The launcher sets them, because Java cannot tell. */
    private static final String TERMINAL = "vae4j.terminal";

    private static final String COLUMNS = "vae4j.columns";

    /**
     * The display of this process.
     *
     * @return as the launcher says; without it nothing is drawn
     */
    public static Display ofThisProcess() {
        return of(System.getenv(), Boolean.getBoolean(TERMINAL), System.getProperty(COLUMNS));
    }

    /** The display that {@code TERM} and the launcher, or else {@code COLUMNS}, describe. */
    static Display of(Map<String, String> environment, boolean terminal, String columns) {
        String wide = columns == null ? environment.getOrDefault("COLUMNS", "") : columns;
        boolean number = wide.matches("[1-9]\\d{0,4}");
        return new Display(
                terminal && !environment.getOrDefault("TERM", "").equals("dumb"),
                number ? Integer.parseInt(wide) : USUAL_COLUMNS);
    }
}
