package org.vae4j.experiment.study.terminal;

import java.io.PrintWriter;

/**
 * Prints to a terminal or a file, and no text from anywhere can command the terminal: see {@link ControlCharacters}.
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
     * @return prints to it
     */
    public static PlainWriter of(PrintWriter writer) {
        return writer instanceof PlainWriter plain ? plain : new PlainWriter(writer);
    }

    /** The writer behind one, for those who draw on the terminal themselves. */
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
