package org.vae4j.experiment.study.terminal;

import java.io.PrintWriter;

/**
 * The two streams of a command: results go to standard output, progress and errors to standard error. With
 * {@code --json} standard output has the JSON line alone.
 *
 * @param out standard output
 * @param err standard error
 * @param json whether everything but the JSON line goes to {@code err}
 * @param quiet whether progress is kept silent
 */
public record Terminal(PrintWriter out, PrintWriter err, boolean json, boolean quiet) {

    /**
     * Prints text for the user.
     *
     * @param text one or several lines
     */
    public void print(String text) {
        PrintWriter to = json ? err : out;
        to.println(ControlCharacters.shown(Program.in(text)));
        to.flush();
    }

    /**
     * Prints an error or a note.
     *
     * @param text one line
     */
    public void note(String text) {
        err.println(ControlCharacters.shown(Program.in(text)));
        err.flush();
    }

    /**
     * The stream for callers that draw on the terminal themselves.
     *
     * @return standard error, with escape sequences as they are
     */
    public PrintWriter drawing() {
        return PlainWriter.unfiltered(err);
    }

    /**
     * Prints the JSON line, if it was asked for.
     *
     * @param line one JSON object
     */
    public void json(String line) {
        if (json) {
            out.println(ControlCharacters.shown(line));
            out.flush();
        }
    }
}
