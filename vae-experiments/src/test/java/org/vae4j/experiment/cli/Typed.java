package org.vae4j.experiment.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * The result of a command line.
 *
 * @param code the exit code
 * @param out the text on standard output
 * @param err the text on standard error
 */
public record Typed(int code, String out, String err) {

    /**
     * Runs a command in this process.
     *
     * @param arguments the arguments of {@code vae}
     * @return the exit code and the output
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
     * @param line the arguments of {@code vae}, separated by blanks and without blanks inside
     * @return the exit code and the output
     */
    public static Typed line(String line) {
        return vae(line.strip().split("\\s+"));
    }
}
