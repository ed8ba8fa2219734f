package org.vae4j.experiment.sweep.command;

import java.io.PrintWriter;
import org.vae4j.experiment.sweep.plan.Sweeps;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vae sweep}. */
@Command(
        name = "sweep",
        description = "Many runs from one file: plans, runs, watches and compares them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            SweepPlanCommand.class,
            SweepRunCommand.class,
            SweepStatusCommand.class,
            SweepCollectCommand.class,
            SweepSubmitCommand.class
        })
public final class SweepCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "found no command, expected sweep list, plan, run, status, collect or submit");
    }

    @Command(
            name = "list",
            description = "Lists the sweeps that come with the project.",
            mixinStandardHelpOptions = true)
    void list() {
        PrintWriter out = spec.commandLine().getOut();
        int width = Sweeps.names().stream().mapToInt(String::length).max().orElse(0);
        for (String name : Sweeps.names()) {
            out.println(name
                    + " ".repeat(width + 2 - name.length())
                    + Sweeps.named(name).description());
        }
        out.flush();
    }
}
