package org.vae4j.experiment.study.terminal;

/** The terminal together with the progress line that may be on it. */
public final class Screen implements AutoCloseable {

    private final Terminal terminal;
    private final ProgressLine line;

    /**
     * A screen; shows no progress line before it is told of any.
     *
     * @param terminal what to write to
     * @param task a word or two before the bar
     */
    public Screen(Terminal terminal, String task) {
        this.terminal = terminal;
        this.line = ProgressLine.of(task, terminal.quiet() ? Display.NONE : Display.ofThisProcess());
    }

    /**
     * Prints what a person reads.
     *
     * @param text one or several lines
     */
    public void print(String text) {
        line.clear();
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
     * Moves the progress line.
     *
     * @param what a few words
     * @param fraction of the whole that is done, in [0, 1]
     */
    public void progress(String what, double fraction) {
        line.show(what, fraction);
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
