package org.vae4j.experiment.study.terminal;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of a command about what it prints; picocli fills it. */
public final class TerminalOptions {

    @Option(names = "--json", description = "The last line of standard output is one JSON object.")
    private boolean json;

    @Option(names = "--quiet", description = "No progress, only results.")
    private boolean quiet;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * Whether the last line of standard output is to be JSON.
     *
     * @return true after {@code --json}
     */
    public boolean json() {
        return json;
    }

    /**
     * Whether progress is kept silent.
     *
     * @return true after {@code --quiet}
     */
    public boolean quiet() {
        return quiet;
    }

    /**
     * The streams to print to.
     *
     * @return the streams of the command line, with these options
     */
    public Terminal terminal() {
        return new Terminal(spec.commandLine().getOut(), spec.commandLine().getErr(), json, quiet);
    }
}
