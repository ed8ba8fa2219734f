package org.vae4j.experiment.study.terminal;

/** Quotes words for a shell. */
public final class ShellWord {

    private ShellWord() {}

    /**
     * Makes one word of a shell command of a text.
     *
     * @param text any text
     * @return the text itself if a shell reads it as one word without special characters, or the text in quotation
     *     marks
     */
    public static String of(String text) {
        return text.matches("[A-Za-z0-9_.,:/=@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
