package org.vae4j.experiment.study.terminal;

import java.util.Optional;

/** A terminal with a progress line, or with lines of progress from time to time where no line can be drawn. */
public final class Screen implements AutoCloseable {

    private final Terminal terminal;
    private final ProgressLine line;
    private final Optional<ProgressLog> log;

    /**
     * Makes a screen. It shows no progress before the first call of {@link #progress}.
     *
     * @param terminal the streams to print to
     * @param task the name of the work, which stands before the bar
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
     * Prints text for the user.
     *
     * @param text one or several lines
     */
    public void print(String text) {
        line.clear();
        log.ifPresent(ProgressLog::printed);
        terminal.print(text);
    }

    /**
     * Prints text that the user reads while waiting; with {@code --quiet} nothing is printed.
     *
     * @param text one or several lines
     */
    public void note(String text) {
        if (!terminal.quiet()) {
            print(text);
        }
    }

    /**
     * Prints text that the user reads while waiting to standard error, also with {@code --quiet}.
     *
     * @param text one line
     */
    public void aside(String text) {
        line.clear();
        log.ifPresent(ProgressLog::printed);
        terminal.note(text);
    }

    /**
     * Moves the progress line, or prints a line from time to time where there is no terminal.
     *
     * @param what the current step in a few words
     * @param fraction the share of the work that is done, in [0, 1]
     */
    public void progress(String what, double fraction) {
        line.show(what, fraction);
        log.flatMap(lines -> lines.line(what, fraction)).ifPresent(terminal::note);
    }

    /**
     * Removes the progress line and prints a note on a line of its own.
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
