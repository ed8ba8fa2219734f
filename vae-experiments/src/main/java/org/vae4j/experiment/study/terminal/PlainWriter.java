package org.vae4j.experiment.study.terminal;

import java.io.PrintWriter;

/**
 * A writer to a terminal or a file that replaces control characters, so that no text can control the terminal: see
 * {@link ControlCharacters}.
 */
public final class PlainWriter extends PrintWriter {

    private final PrintWriter unfiltered;

    private PlainWriter(PrintWriter unfiltered) {
        super(unfiltered, true);
        this.unfiltered = unfiltered;
    }

    /**
     * Wraps a writer, once.
     *
     * @param writer any writer
     * @return a writer that prints to it; the writer itself if it is already wrapped
     */
    public static PlainWriter of(PrintWriter writer) {
        return writer instanceof PlainWriter plain ? plain : new PlainWriter(writer);
    }

    /** The wrapped writer, for callers that draw on the terminal themselves. */
    static PrintWriter unfiltered(PrintWriter writer) {
        return writer instanceof PlainWriter plain ? plain.unfiltered : writer;
    }

    @Override
    public void write(int c) {
        write(String.valueOf((char) c));
    }

    @Override
    public void write(char[] text, int from, int length) {
        write(new String(text, from, length));
    }

    @Override
    public void write(String text, int from, int length) {
        String shown = ControlCharacters.shown(text.substring(from, from + length));
        super.write(shown, 0, shown.length());
    }
}
