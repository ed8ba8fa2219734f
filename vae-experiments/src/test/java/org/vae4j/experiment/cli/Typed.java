package org.vae4j.experiment.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * A command line that was typed and has ended.
 *
 * @param code the exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record Typed(int code, String out, String err) {

    /**
     * Runs a command in this process.
     *
     * @param arguments what stands behind {@code vae}
     * @return what came of it
     */
    public static Typed vae(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                Vae.commandLine(arguments).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = line.execute(arguments);
        return new Typed(code, out.toString(), err.toString());
    }

    /**
     * Runs a command in this process.
     *
     * @param line what stands behind {@code vae}, with blanks between the arguments and none inside
     * @return what came of it
     */
    public static Typed line(String line) {
        return vae(line.strip().split("\\s+"));
    }
}
