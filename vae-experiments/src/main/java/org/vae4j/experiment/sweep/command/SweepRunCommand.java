package org.vae4j.experiment.sweep.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.study.terminal.Terminal;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.SweepDirectory;
import org.vae4j.experiment.sweep.state.TrialStatus;
import org.vae4j.experiment.sweep.state.TrialStatus.State;
import org.vae4j.experiment.sweep.work.Halving;
import org.vae4j.experiment.sweep.work.Strategy;
import org.vae4j.experiment.sweep.work.SweepRun;
import org.vae4j.experiment.sweep.work.SweepScreen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code vae sweep run}, which runs the remaining trials of a sweep. */
@Command(
        name = "run",
        description = "Runs what is missing of a sweep, each trial in a process of its own.",
        mixinStandardHelpOptions = true)
final class SweepRunCommand implements Callable<Integer> {

    @Mixin
    private SweepChoice choice;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Trials at a time: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(names = "--task", paramLabel = "I/N", description = "Only the I-th of N parts, for array jobs; I from 1.")
    private String task;

    @Option(
            names = "--retries",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often a trial whose process was killed is continued: ${DEFAULT-VALUE}.")
    private int retries;

    @Option(names = "--no-wait", description = "Ends though other processes are still at work on trials of this sweep.")
    private boolean noWait;

    @Option(names = "--json", description = "The last line of standard output is one JSON object.")
    private boolean json;

    @Option(names = "--quiet", description = "No progress, only failures and the end.")
    private boolean quiet;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        requireAtLeast(1, "--workers", workers);
        requireAtLeast(0, "--retries", retries);
        SweepPlan plan = choice.plan();
        SweepDirectory directory = choice.directory(plan);
        List<Trial> trials = task == null ? plan.distinct() : shareOfTask(plan);
        Terminal terminal =
                new Terminal(spec.commandLine().getOut(), spec.commandLine().getErr(), json, quiet);
        boolean changed = directory.begin(plan.file());
        SweepScreen screen = announce(plan, directory, trials, terminal, changed);
        SweepRun.Options options = new SweepRun.Options(workers, retries, !noWait);
        int code = new SweepRun(plan, directory, strategy(plan, trials, directory), options, screen).run();
        screen.clear();
        reportEnd(plan, directory, trials, terminal);
        return code == ExitCode.DONE && !plan.invalid().isEmpty() ? ExitCode.FAILED : code;
    }

    private static Strategy strategy(SweepPlan plan, List<Trial> trials, SweepDirectory directory) {
        return plan.file()
                .halving()
                .<Strategy>map(halving -> new Halving(trials, directory, halving))
                .orElseGet(() -> Strategy.complete(trials, directory));
    }

    /** Prints what there is to do, and returns the screen on which progress is shown. */
    private SweepScreen announce(
            SweepPlan plan, SweepDirectory directory, List<Trial> trials, Terminal terminal, boolean changed) {
        long done = trials.stream()
                .filter(trial -> TrialStatus.of(trial, directory).state() == State.DONE)
                .count();
        SweepScreen screen = new SweepScreen(terminal, plan.file().name(), trials.size(), (int) done, workers);
        screen.line(plan.file().name() + ": " + trials.size() + " runs of "
                + plan.file().experiment() + ", " + done + " done before, in " + directory.root());
        if (changed) {
            screen.line(
                    "the sweep file is not the one of last time, which is kept beside it; runs that both have stay");
        }
        plan.invalid()
                .forEach(trial -> terminal.print("INVALID #" + trial.index() + " " + trial.label() + ": "
                        + trial.problem().orElseThrow()));
        return screen;
    }

    /** Prints the failed trials with their reasons, and how many trials are in each state. */
    private static void reportEnd(SweepPlan plan, SweepDirectory directory, List<Trial> trials, Terminal terminal) {
        Map<State, Integer> counts = new LinkedHashMap<>();
        for (Trial trial : trials) {
            TrialStatus status = TrialStatus.of(trial, directory);
            counts.merge(status.state(), 1, Integer::sum);
            if (status.state() == State.FAILED) {
                terminal.print("FAILED #" + trial.index() + " " + trial.label() + ": " + status.detail());
            }
        }
        if (!plan.invalid().isEmpty()) {
            counts.put(State.INVALID, plan.invalid().size());
        }
        terminal.print(plan.file().name() + ": " + SweepStatusCommand.text(counts));
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("sweep", directory.root().toString());
        counts.forEach((state, n) -> line.put(state.name().toLowerCase(Locale.ROOT), n));
        terminal.json(Json.line(line));
    }

    /** The trials of the task I/N that {@code --task} names. */
    private List<Trial> shareOfTask(SweepPlan plan) {
        if (!task.matches("[1-9][0-9]{0,5}/[1-9][0-9]{0,5}")) {
            throw wrongTask();
        }
        String[] parts = task.split("/");
        int index = Integer.parseInt(parts[0]);
        int tasks = Integer.parseInt(parts[1]);
        if (index > tasks) {
            throw wrongTask();
        }
        // Halving compares all trials, so that its tasks share one list rather than each having its own.
        return plan.file().halving().isPresent() ? plan.distinct() : plan.task(index, tasks);
    }

    private ConfigException wrongTask() {
        return new ConfigException("--task: found '" + task + "', expected I/N with I from 1 to N, such as 3/8");
    }

    private static void requireAtLeast(int smallest, String option, int value) {
        if (value < smallest) {
            throw new ConfigException(option + ": found " + value + ", expected at least " + smallest);
        }
    }
}
