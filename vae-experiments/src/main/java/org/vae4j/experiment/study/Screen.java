package org.vae4j.experiment.study;

/** The terminal together with the progress line that may be on it. */
final class Screen implements AutoCloseable {

    private final Terminal terminal;
    private final ProgressLine line;

    Screen(Terminal terminal, String task) {
        this.terminal = terminal;
        this.line = new ProgressLine(task, terminal.quiet());
    }

    void print(String text) {
        line.clear();
        terminal.print(text);
    }

    /** Silent with {@code --quiet}. */
    void note(String text) {
        if (!terminal.quiet()) {
            print(text);
        }
    }

    void progress(String what, double fraction) {
        line.show(what, fraction);
    }

    @Override
    public void close() {
        line.close();
    }
}
