package org.vae4j.experiment.study.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/**
 * Takes the place of {@code System.err} for a while, so that something can be done before anybody writes there: such as
 * to make way for a warning of the log, which would otherwise stand in the middle of a progress line.
 */
final class StandardErrorInterception implements AutoCloseable {

    private final PrintStream previous;
    private final PrintStream own;

    private StandardErrorInterception(PrintStream previous, Runnable beforeEachWrite) {
        this.previous = previous;
        this.own = new PrintStream(
                new FilterOutputStream(previous) {
                    @Override
                    public void write(byte[] bytes, int from, int length) throws IOException {
                        beforeEachWrite.run();
                        out.write(bytes, from, length);
                    }
                },
                true,
                // What the stream before encodes with, which it does not tell before Java 18.
                StandardOutput.encoding("stderr"));
    }

    /**
     * Begins to intercept.
     *
     * @param beforeEachWrite what is done each time before bytes reach the stream that was {@code System.err} so far
     * @return to be closed when nothing more needs to be done
     */
    static StandardErrorInterception begin(Runnable beforeEachWrite) {
        StandardErrorInterception interception = new StandardErrorInterception(System.err, beforeEachWrite);
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
}
