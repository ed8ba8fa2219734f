package org.vae4j.experiment.study.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * A standard output that remembers its errors. Java's own ignores them, so a command would succeed although its results
 * were lost.
 */
public final class StandardOutput {

    private static final int BUFFER = 8192;

    private final Destination destination;
    private final Remembering remembering;
    private final PrintStream stream;

    StandardOutput(OutputStream out, Destination destination, Charset charset) {
        this.destination = destination;
        remembering = new Remembering(out);
        stream = new PrintStream(new BufferedOutputStream(remembering, BUFFER), false, charset);
    }

    /**
     * Replaces {@code System.out}. Call it first in a {@code main}.
     *
     * @return the output, whose {@link #end} gives the exit code
     */
    public static StandardOutput install() {
        StandardOutput output = new StandardOutput(
                new FileOutputStream(FileDescriptor.out), Destination.ofStandardOutput(), encoding("stdout"));
        System.setOut(output.stream);
        return output;
    }

    /** The encoding that Java gives a standard stream, {@code stdout} or {@code stderr}. */
    static Charset encoding(String stream) {
        String native17 = System.getProperty("sun." + stream + ".encoding", System.getProperty(stream + ".encoding"));
        return native17 == null ? Charset.defaultCharset() : Charset.forName(native17);
    }

    PrintStream stream() {
        return stream;
    }

    /**
     * Flushes the output and decides the exit code of the process.
     *
     * @param code the exit code of the work
     * @param err the stream for an error message; a reader that has gone, as after {@code | head}, is no error
     * @return {@code code} if everything was written or the work itself failed; otherwise {@link ExitCode#CLOSED_PIPE}
     *     if the reader has gone, and {@link ExitCode#FAILED} for any other error
     */
    public int end(int code, PrintStream err) {
        stream.flush();
        IOException failure = remembering.failure;
        if (failure == null) {
            return code;
        }
        boolean readerGone = destination == Destination.PROCESS;
        if (!readerGone) {
            err.println("vae: cannot write to standard output (" + failure.getMessage()
                    + "), expected a place with room: what was printed is lost, what is in files is not");
        }
        if (code != ExitCode.DONE) {
            return code;
        }
        return readerGone ? ExitCode.CLOSED_PIPE : ExitCode.FAILED;
    }

    /** Remembers the first error of the stream below. */
    private static final class Remembering extends FilterOutputStream {

        private volatile IOException failure;

        Remembering(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }
    }
}
