package org.vae4j.experiment.study.terminal;

import java.util.Optional;

/** The terminal together with the progress line that may be on it. */
public final class Screen implements AutoCloseable {

    private final Terminal terminal;
    private final ProgressLine line;
    private final Optional<ProgressLog> log;

    /**
     * A screen; shows no progress line before it is told of any.
     *
     * @param terminal what to write to
     * @param task a word or two before the bar
     */
    public Screen(Terminal terminal, String task) {
        this.terminal = terminal;
        Display display = terminal.quiet() ? Display.NONE : Display.ofThisProcess();
        this.line = ProgressLine.of(task, display);
        this.log = display.live() || terminal.quiet()
                ? Optional.empty()
                : Optional.of(new ProgressLog(task, System::nanoTime));
    }

    /**
     * Prints what a person reads.
     *
     * @param text one or several lines
     */
    public void print(String text) {
        line.clear();
        log.ifPresent(ProgressLog::printed);
        terminal.print(text);
    }

    /**
     * Prints what a person reads while waiting; silent with {@code --quiet}.
     *
     * @param text one or several lines
     */
    public void note(String text) {
        if (!terminal.quiet()) {
            print(text);
        }
    }

    /**
     * Prints what a person reads while waiting, to standard error in any case.
     *
     * @param text one line
     */
    public void aside(String text) {
        line.clear();
        log.ifPresent(ProgressLog::printed);
        terminal.note(text);
    }

    /**
     * Moves the progress line; where there is no terminal, writes a line from time to time.
     *
     * @param what a few words
     * @param fraction of the whole that is done, in [0, 1]
     */
    public void progress(String what, double fraction) {
        line.show(what, fraction);
        log.flatMap(lines -> lines.line(what, fraction)).ifPresent(terminal::note);
    }

    /**
     * Ends the progress line for good and prints a note on a line of its own.
     *
     * @param text one line
     */
    public void last(String text) {
        line.close();
        terminal.note(text);
    }

    @Override
    public void close() {
        line.close();
    }
}
