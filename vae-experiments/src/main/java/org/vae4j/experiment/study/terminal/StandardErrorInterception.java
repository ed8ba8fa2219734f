package org.vae4j.experiment.study.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Takes the place of {@code System.err} for a while, so that something can be done before anybody begins a line there:
 * such as to make way for a warning of the log, which would otherwise stand in the middle of a progress line.
 */
final class StandardErrorInterception implements AutoCloseable {

    private final PrintStream previous;
    private final PrintStream own;

    private StandardErrorInterception(PrintStream previous, Runnable beforeEachLine) {
        this.previous = previous;
        this.own = new PrintStream(
                new Lines(previous, beforeEachLine),
                true,
                // What the stream before encodes with, which it does not tell before Java 18.
                StandardOutput.encoding("stderr"));
    }

    /**
     * Begins to intercept.
     *
     * @param beforeEachLine what is done before the first byte of a line reaches the stream that was {@code System.err}
     *     so far
     * @return to be closed when nothing more needs to be done
     */
    static StandardErrorInterception begin(Runnable beforeEachLine) {
        StandardErrorInterception interception = new StandardErrorInterception(System.err, beforeEachLine);
        System.setErr(interception.own);
        return interception;
    }

    /** Puts the stream of before back, unless somebody else has taken this one's place meanwhile. */
    @Override
    public void close() {
        if (System.err == own) {
            System.setErr(previous);
        }
    }

    /** Does something before each line, and not within one, of which it might take the beginning away. */
    private static final class Lines extends FilterOutputStream {

        private final Runnable beforeEachLine;
        private boolean withinALine;

        Lines(OutputStream out, Runnable beforeEachLine) {
            super(out);
            this.beforeEachLine = beforeEachLine;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (length == 0) {
                return;
            }
            if (!withinALine) {
                beforeEachLine.run();
            }
            out.write(bytes, from, length);
            withinALine = bytes[from + length - 1] != '\n';
        }
    }
}
