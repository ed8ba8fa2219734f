package org.vae4j.experiment.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code vae completion}, which prints the completion script for bash and zsh. */
@Command(
        name = "completion",
        description =
                "Prints what makes bash and zsh complete commands, keys, values, data sets, models and runs with the"
                        + " tab key: source <(vae completion)",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        // println would end lines as this system does, but bash reads LF only.
        out.print(AutoComplete.bash("vae", spec.root().commandLine()));
        out.print(new CompletionScript(spec.root()).text());
        out.flush();
    }
}
