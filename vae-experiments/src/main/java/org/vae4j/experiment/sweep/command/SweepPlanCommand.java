package org.vae4j.experiment.sweep.command;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.SweepDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code vae sweep plan}, which prints and checks the trials of a sweep without running them. */
@Command(
        name = "plan",
        description = "Prints every trial and checks its configuration; runs nothing. Exit code 1: some are invalid.",
        mixinStandardHelpOptions = true)
final class SweepPlanCommand implements Callable<Integer> {

    @Mixin
    private SweepChoice choice;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        SweepPlan plan = choice.plan();
        SweepDirectory directory = choice.directory(plan);
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Integer> indexByRun = new HashMap<>();
        for (Trial trial : plan.trials()) {
            String where = trial.problem()
                    .map(problem -> "INVALID: " + problem)
                    .orElseGet(() -> trial.run(directory.runs()).toString());
            Integer earlier = indexByRun.putIfAbsent(trial.key(), trial.index());
            out.println("#" + trial.index() + "  " + trial.label() + "  " + where
                    + (earlier == null ? "" : "  (the same run as #" + earlier + ")"));
        }
        int runs = plan.distinct().size();
        int invalid = plan.invalid().size();
        out.println(plan.file().name() + ": " + plan.trials().size() + " trials of "
                + plan.file().experiment() + ", " + runs + " runs, "
                + (invalid == 0 ? "all valid" : invalid + " invalid"));
        out.flush();
        return invalid == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
}
