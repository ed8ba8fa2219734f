package org.vae4j.experiment.sweep.command;

import java.io.PrintWriter;
import org.vae4j.experiment.report.text.TextTable;
import org.vae4j.experiment.sweep.plan.Sweeps;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code vae sweep}, which holds the commands for sweeps. */
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
        out.println(new TextTable<String>()
                .words("", name -> name)
                .words("", name -> Sweeps.named(name).description())
                .of(Sweeps.names()));
        out.flush();
    }
}
