package org.vae4j.experiment.study.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Replaces {@code System.err} for a while by a stream that runs an action before each line, such as to clear a progress
 * line before a warning of the log is printed.
 */
final class StandardErrorInterception implements AutoCloseable {

    private final PrintStream previous;
    private final PrintStream own;

    private StandardErrorInterception(PrintStream previous, Runnable beforeEachLine) {
        this.previous = previous;
        this.own = new PrintStream(
                new Lines(previous, beforeEachLine),
                true,
                // The encoding of the stream before, for which it has no getter before Java 18.
                StandardOutput.encoding("stderr"));
    }

    /**
     * Begins to intercept.
     *
     * @param beforeEachLine the action to run before the first byte of each line
     * @return the interception, which ends when it is closed
     */
    static StandardErrorInterception begin(Runnable beforeEachLine) {
        StandardErrorInterception interception = new StandardErrorInterception(System.err, beforeEachLine);
        System.setErr(interception.own);
        return interception;
    }

    /** Restores the previous stream, unless somebody else has replaced {@code System.err} meanwhile. */
    @Override
    public void close() {
        if (System.err == own) {
            System.setErr(previous);
        }
    }

    /** Runs an action before each line, and not within a line, whose beginning it might clear. */
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
