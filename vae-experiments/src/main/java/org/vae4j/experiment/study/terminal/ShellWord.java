package org.vae4j.experiment.study.terminal;

/** Words as a shell reads them. */
public final class ShellWord {

    private ShellWord() {}

    /**
     * A text as one word of a command.
     *
     * @param text any text
     * @return the text as it is, or in quotation marks where a shell would read something else into it
     */
    public static String of(String text) {
        return text.matches("[A-Za-z0-9_.,:/=@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
